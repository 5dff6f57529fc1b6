package io.mediagate.catalog;

import io.mediagate.error.ErrorCode;
import io.mediagate.error.Family;
import io.mediagate.error.Nearest;
import io.mediagate.error.Problem;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.node.JsonNodeFactory;

/// All models on offer. Immutable, but for the statuses, which follow the date.
public final class Catalog {
    private final NavigableMap<String, Model> byPath = new TreeMap<>();
    private final List<Model> models;

    Catalog(Collection<Model> models) {
        models.forEach(model -> byPath.put(model.path(), model));
        this.models = List.copyOf(byPath.values());
    }

    /// The catalogue that ships with the program.
    public static Catalog bundled() {
        return bundled(InstantSource.system());
    }

    /// The same, under another clock.
    public static Catalog bundled(InstantSource clock) {
        return new CatalogReader(Set.of(), clock, PackedCatalog.bundled())
                .read(CatalogFile.bundled());
    }

    /// The catalogue that ships with the program, and an operator's: models of his own, and what he says
    /// of ours. Throws `CatalogFault` when something is wrong with it.
    ///
    /// @param folder of his YAML files
    /// @param providers whom his routes may name
    public static Catalog with(Path folder, Set<String> providers, InstantSource clock) {
        List<CatalogFile> files = new ArrayList<>(CatalogFile.bundled());
        files.addAll(CatalogFile.beside(folder));
        return new CatalogReader(providers, clock, PackedCatalog.bundled()).read(files);
    }

    /// The same, with a way to have these models made that is tried before the others.
    ///
    /// @param first by the paths of the models
    /// @param families those that it can make; a path of another, or of no model, is a `CatalogFault`
    public Catalog routedFirst(Map<String, Route> first, Set<Family> families) {
        var faults = new ArrayList<String>();
        var routed = new TreeMap<>(byPath);
        first.forEach((path, route) -> {
            var model = byPath.get(path);
            if (model == null) {
                faults.add(
                        "%s: there is no such model for %s to make"
                                .formatted(path, route.provider()));
            } else if (!families.contains(model.family())) {
                faults.add(
                        "%s: has a route to %s, which does not make %s"
                                .formatted(path, route.provider(), model.family()));
            } else {
                routed.put(path, model.routedFirst(route));
            }
        });
        if (!faults.isEmpty()) {
            throw new CatalogFault(faults);
        }
        return new Catalog(routed.values());
    }

    /// In the order of their paths.
    public List<Model> models() {
        return models;
    }

    /// Loads what the very first caller would wait for, by making one model of each family ready; the
    /// first caller of another model waits some milliseconds for its validator and its price. For a
    /// thread of its own, once the program is ready.
    public void warmUp() {
        for (var family : Family.values()) {
            models.stream()
                    .filter(model -> model.family() == family)
                    .filter(model -> model.status() == Model.Status.AVAILABLE)
                    .findFirst()
                    .ifPresent(Model::warmUp);
        }
    }

    /// The first model that makes a picture of nothing but a prompt.
    public Optional<Model> pictureFromPrompt() {
        var prompt = JsonNodeFactory.instance.objectNode().put("prompt", "a lighthouse");
        return models.stream()
                .filter(model -> model.status() == Model.Status.AVAILABLE)
                .filter(model -> model.family() == Family.IMAGE)
                .filter(model -> model.takes(prompt))
                .findFirst();
    }

    /// Also finds a retired model.
    public Optional<Model> find(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /// The model, or an `UNSUPPORTED_MODEL` problem in the family of the nearest known model of that
    /// provider (otherwise `VIDEO`), which names the nearest known path.
    public Model require(String path) {
        return require(path, familyOf(path), _ -> true);
    }

    /// As [#require(String)], for a route that serves one family: the problem is in its vocabulary and
    /// names the nearest of its models. What is found may still be of another family.
    public Model require(String path, Family family) {
        return require(path, family, model -> model.family() == family);
    }

    private Model require(String path, Family family, Predicate<Model> suggested) {
        Model model = byPath.get(path);
        if (model == null) {
            throw unknown(path, family, onOffer(suggested));
        }
        if (model.status() == Model.Status.RETIRED) {
            throw retired(model, family);
        }
        return model;
    }

    /// In whose vocabulary one speaks of this path, known or not.
    public Family familyOf(String path) {
        return find(path)
                .or(() -> nearest(path, siblings(path, models)))
                .map(Model::family)
                .orElse(Family.VIDEO);
    }

    private static List<Model> siblings(String path, List<Model> models) {
        var provider = Model.providerOf(path);
        return models.stream().filter(model -> model.provider().equals(provider)).toList();
    }

    private Problem unknown(String path, Family family, List<Model> candidates) {
        var hint =
                suggestion(path, candidates).map(model -> " The nearest is " + model.path() + ".");
        return Problem.of(
                family,
                ErrorCode.UNSUPPORTED_MODEL,
                "There is no model %s.%s".formatted(Quote.name(path), hint.orElse("")));
    }

    /// One of the same provider, unless none of those looks like what was asked for and another does.
    private Optional<Model> suggestion(String path, List<Model> models) {
        var siblings = siblings(path, models);
        return plausible(path, siblings)
                .or(() -> plausible(path, models))
                .or(() -> nearest(path, siblings))
                .or(() -> nearest(path, models));
    }

    private Problem retired(Model model, Family family) {
        var alternatives =
                siblings(model.path(), onOffer(other -> other.family() == model.family()));
        var since = model.retiresAt().map(day -> " since " + day).orElse("");
        var hint = nearest(model.path(), alternatives).map(other -> " Try " + other.path() + ".");
        return Problem.of(
                family,
                ErrorCode.UNSUPPORTED_MODEL,
                "The model %s has been retired%s.%s"
                        .formatted(model.path(), since, hint.orElse("")));
    }

    private List<Model> onOffer(Predicate<Model> suggested) {
        return models.stream()
                .filter(model -> model.status() != Model.Status.RETIRED)
                .filter(suggested)
                .toList();
    }

    private Optional<Model> nearest(String path, List<Model> models) {
        return Nearest.of(path, paths(models)).map(byPath::get);
    }

    private Optional<Model> plausible(String path, List<Model> models) {
        return Nearest.plausible(path, paths(models)).map(byPath::get);
    }

    private static List<String> paths(List<Model> models) {
        return models.stream().map(Model::path).toList();
    }
}

package io.mediagate.provider.http;

import io.mediagate.provider.ProviderHandle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What is stored of an accepted submission: the key that made it, and what the vendor's adapter needs
/// to follow it, by names of its own.
///
/// @param key the `Key.id()`
/// @param members never a secret
public record VendorHandle(String key, Map<String, String> members) {
    private static final String KEY = "key";
    private static final String LINKS = "links";

    public VendorHandle {
        members = Map.copyOf(members);
    }

    /// Of a submission by this key, with nothing to remember yet.
    public static VendorHandle of(Key key) {
        return new VendorHandle(key.id(), Map.of());
    }

    /// With one thing more to remember.
    public VendorHandle with(String name, String value) {
        var more = new LinkedHashMap<>(members);
        more.put(name, value);
        return new VendorHandle(key, more);
    }

    /// What was remembered under this name.
    public String member(String name) {
        var value = members.get(name);
        if (value == null) {
            throw new IllegalStateException("the handle has no " + name);
        }
        return value;
    }

    /// With the links to what was made at once: it is fetched by a poll, which can be repeated.
    public VendorHandle withLinks(List<String> links) {
        return with(LINKS, JsonMapper.shared().writeValueAsString(links));
    }

    /// The links to what was made at once; empty for what is still to be followed.
    public List<String> links() {
        return JsonMapper.shared()
                .readTree(members.getOrDefault(LINKS, "[]"))
                .valueStream()
                .map(link -> link.asString())
                .toList();
    }

    /// As it is stored.
    public ProviderHandle stored() {
        var all = new LinkedHashMap<String, String>();
        all.put(KEY, key);
        all.putAll(members);
        return new ProviderHandle(JsonMapper.shared().writeValueAsString(all));
    }

    /// From how it was stored.
    public static VendorHandle of(ProviderHandle stored) {
        var all = new LinkedHashMap<String, String>();
        JsonMapper.shared()
                .readTree(stored.text())
                .properties()
                .forEach(member -> all.put(member.getKey(), member.getValue().asString()));
        var key = all.remove(KEY);
        return new VendorHandle(key == null ? "" : key, all);
    }
}

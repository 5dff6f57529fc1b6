package io.mediagate.provider.sandbox;

import io.mediagate.error.Family;
import io.mediagate.provider.sandbox.render.Order.Size;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/// How many pixels an input asks for, in any of the ways in which the catalogue's models are asked:
/// pixels, a named shape, or an aspect ratio and a tier. `auto` and whatever else leaves it open get the
/// family's usual size.
final class SandboxSizes {

    private static final Pattern PIXELS = Pattern.compile("(\\d{2,5})\\s*[x*×X:]\\s*(\\d{2,5})");
    private static final Pattern RATIO =
            Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3})?)\\s*[:/x]\\s*(\\d{1,3}(?:\\.\\d{1,3})?)");
    private static final Pattern NAMED =
            Pattern.compile("(square|portrait|landscape)(_hd)?(?:_(\\d{1,2})_(\\d{1,2}))?");
    private static final Pattern LINES = Pattern.compile("(\\d{3,4})p");
    private static final Pattern THOUSANDS = Pattern.compile("(0\\.5|[1-8])k");

    private static final long MOST_PIXELS_OF_PICTURE = 4096L * 4096;
    private static final long MOST_PIXELS_OF_FILM = 3840L * 2160;
    private static final int LONGEST_SIDE_OF_PICTURE = 12_288;
    private static final int LONGEST_SIDE_OF_FILM = 4096;

    private SandboxSizes() {}

    static Size of(ObjectNode input, Family family) {
        return exact(input)
                .map(size -> limited(size.width(), size.height(), family))
                .orElseGet(() -> shaped(input, family));
    }

    /// A size in pixels or by a name that means some.
    private static Optional<Size> exact(ObjectNode input) {
        if (input.path("width").isNumber() && input.path("height").isNumber()) {
            return Optional.of(
                    even(input.path("width").asDouble(), input.path("height").asDouble()));
        }
        for (var field :
                new String[] {"image_size", "size", "resolution", "ratio", "aspect_ratio"}) {
            var value = word(input, field);
            var pixels = PIXELS.matcher(value);
            if (pixels.matches()
                    && (Integer.parseInt(pixels.group(1)) >= 64
                            || Integer.parseInt(pixels.group(2)) >= 64)) {
                return Optional.of(
                        even(Integer.parseInt(pixels.group(1)), Integer.parseInt(pixels.group(2))));
            }
            var named = NAMED.matcher(value);
            if (named.matches()) {
                return Optional.of(
                        named(
                                named.group(1),
                                named.group(2) != null,
                                number(named.group(3)),
                                number(named.group(4))));
            }
        }
        return Optional.empty();
    }

    /// `square_hd`, `portrait_4_3` and the like: the long side is 1024, a plain square's 512.
    private static Size named(String shape, boolean large, int one, int other) {
        if (shape.equals("square")) {
            return large ? even(1024, 1024) : even(512, 512);
        }
        var longSide = Math.max(one, other);
        var ratio = longSide == 0 ? 0.75 : (double) Math.min(one, other) / longSide;
        return shape.equals("portrait") ? even(1024 * ratio, 1024) : even(1024, 1024 * ratio);
    }

    private static int number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /// A ratio at a tier. Films count the lines of the short side; pictures share out an area, so that
    /// every shape has about as many pixels as the square.
    private static Size shaped(ObjectNode input, Family family) {
        var ratio = ratio(input, family);
        if (family == Family.IMAGE) {
            var side = Math.sqrt(area(input));
            return limited(side * Math.sqrt(ratio), side / Math.sqrt(ratio), family);
        }
        var lines = lines(input);
        return ratio >= 1
                ? limited(lines * ratio, lines, family)
                : limited(lines, lines / ratio, family);
    }

    private static double ratio(ObjectNode input, Family family) {
        for (var field : new String[] {"aspect_ratio", "ratio", "image_size", "size"}) {
            var found = RATIO.matcher(word(input, field));
            if (found.matches()) {
                var width = Double.parseDouble(found.group(1));
                var height = Double.parseDouble(found.group(2));
                if (width > 0 && height > 0) {
                    return Math.clamp(width / height, 1 / 8.0, 8);
                }
            }
        }
        return family == Family.IMAGE ? 1 : 16 / 9.0;
    }

    private static double area(ObjectNode input) {
        for (var field : new String[] {"resolution", "quality", "image_size", "size"}) {
            var value = word(input, field);
            var thousands = THOUSANDS.matcher(value);
            if (thousands.matches()) {
                var side = 1024 * Double.parseDouble(thousands.group(1));
                return side * side;
            }
            var lines = LINES.matcher(value);
            if (lines.matches()) {
                var side = Double.parseDouble(lines.group(1));
                return side * side * 16 / 9;
            }
        }
        return 1024 * 1024;
    }

    private static double lines(ObjectNode input) {
        for (var field : new String[] {"resolution", "quality", "size"}) {
            var value = word(input, field);
            var lines = LINES.matcher(value);
            if (lines.matches()) {
                return Double.parseDouble(lines.group(1));
            }
            switch (value) {
                case "1k", "fhd", "full_hd" -> {
                    return 1080;
                }
                case "2k", "qhd" -> {
                    return 1440;
                }
                case "4k", "uhd" -> {
                    return 2160;
                }
                case "hd" -> {
                    return 720;
                }
                case "sd" -> {
                    return 480;
                }
                default -> {}
            }
        }
        return 720;
    }

    /// No larger than what the encoders and a node's memory bear; the shape stays.
    private static Size limited(double width, double height, Family family) {
        var film = family == Family.VIDEO;
        var most = film ? MOST_PIXELS_OF_FILM : MOST_PIXELS_OF_PICTURE;
        var longest = film ? LONGEST_SIDE_OF_FILM : LONGEST_SIDE_OF_PICTURE;
        var scale = Math.min(Math.sqrt(most / (width * height)), longest / Math.max(width, height));
        return scale < 1 ? even(width * scale, height * scale) : even(width, height);
    }

    private static Size even(double width, double height) {
        return new Size(even(width), even(height));
    }

    /// Not under 32: encoders refuse less.
    private static int even(double length) {
        return Math.clamp(Math.round(length / 2) * 2, 32, 65_534);
    }

    private static String word(ObjectNode input, String field) {
        var value = input.get(field);
        return value != null && value.isString()
                ? value.stringValue().strip().toLowerCase(Locale.ROOT)
                : "";
    }
}

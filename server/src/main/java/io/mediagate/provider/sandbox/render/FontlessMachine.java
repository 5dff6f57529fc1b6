package io.mediagate.provider.sandbox.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A machine without any font, such as a small container: Java looks for the machine's fonts before it
/// draws a single letter and gives up when there are none. Told in a file that all of its logical fonts
/// are one that we brought, it works.
final class FontlessMachine {

    /// Where Java looks for that file instead of asking the machine.
    private static final String PROPERTY = "sun.awt.fontconfig";

    private static final String[] FAMILIES = {
        "serif", "sansserif", "monospaced", "dialog", "dialoginput"
    };
    private static final String[] STYLES = {"plain", "bold", "italic", "bolditalic"};

    private FontlessMachine() {}

    /// Makes the next attempt to use fonts find this one.
    static void pretendsToHave(byte[] trueType) throws IOException {
        var folder = Files.createTempDirectory("mediagate-font");
        var font = Files.write(folder.resolve("caption.ttf"), trueType);
        var description = Files.write(folder.resolve("fontconfig.properties"), lines(font));
        folder.toFile().deleteOnExit();
        font.toFile().deleteOnExit();
        description.toFile().deleteOnExit();
        System.setProperty(PROPERTY, description.toString());
    }

    private static List<String> lines(Path font) {
        var lines = new ArrayList<String>();
        lines.add("version=1");
        lines.add("sequence.allfonts=latin-1");
        for (var family : FAMILIES) {
            for (var style : STYLES) {
                lines.add("%s.%s.latin-1=Caption".formatted(family, style));
            }
        }
        lines.add("filename.Caption=" + font);
        return lines;
    }
}

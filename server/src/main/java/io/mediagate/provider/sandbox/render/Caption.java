package io.mediagate.provider.sandbox.render;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The prompt, set into the lower part of a frame: as large as fits in four lines, cut with an ellipsis
/// when even the smallest size does not hold it.
final class Caption {

    /// More is never visible.
    static final int LONGEST = 400;

    private static final int LINES = 4;
    private static final FontRenderContext CONTEXT =
            new FontRenderContext(new AffineTransform(), true, true);
    private static final System.Logger LOG = System.getLogger(Caption.class.getName());

    private static final AtomicBoolean complained = new AtomicBoolean();

    private final int width;
    private final int height;
    private final List<TextLayout> lines;
    private final double lineHeight;

    Caption(String text, int width, int height) {
        this.width = width;
        this.height = height;
        var small = Math.min(width, height);
        var size = small * 0.062;
        var drawable = drawable(text);
        var set = lines(drawable, size);
        while (set.size() > LINES && size > small * 0.034) {
            size *= 0.9;
            set = lines(drawable, size);
        }
        while (set.size() > LINES && drawable.length() > 8) {
            drawable = shortened(drawable);
            set = lines(drawable, size);
        }
        this.lines = set;
        this.lineHeight = size * 1.28;
    }

    /// A machine whose font subsystem does not work at all still gets its pictures, without letters.
    private static String drawable(String text) {
        try {
            return Typeface.drawable(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        } catch (LinkageError | InternalError | IllegalStateException e) {
            if (!complained.getAndSet(true)) {
                LOG.log(System.Logger.Level.WARNING, "no captions: fonts do not work here", e);
            }
            return "";
        }
    }

    private List<TextLayout> lines(String text, double size) {
        var found = new ArrayList<TextLayout>();
        if (text.isEmpty()) {
            return found;
        }
        var measurer =
                new LineBreakMeasurer(Typeface.set(text, (float) size).getIterator(), CONTEXT);
        while (measurer.getPosition() < text.length()) {
            found.add(measurer.nextLayout((float) (width - 2 * margin())));
        }
        return found;
    }

    private static String shortened(String text) {
        var bare = text.endsWith("…") ? text.substring(0, text.length() - 1) : text;
        var end =
                bare.offsetByCodePoints(
                        bare.length(), -Math.max(1, bare.codePointCount(0, bare.length()) / 14));
        var space = bare.lastIndexOf(' ', end);
        return bare.substring(0, space > end - 15 && space > 0 ? space : end).strip() + "…";
    }

    private double margin() {
        return Math.min(width, height) * 0.07;
    }

    /// The rows of the frame from here down are touched; those above are not.
    int top() {
        return lines.isEmpty()
                ? height
                : (int) Math.max(0, height - margin() * 2.6 - lines.size() * lineHeight) & ~1;
    }

    void paint(Graphics2D g) {
        if (lines.isEmpty()) {
            return;
        }
        var top = top();
        g.setPaint(
                new GradientPaint(
                        0, top, new Color(0, 0, 0, 0), 0, height, new Color(0, 0, 0, 150)));
        g.fillRect(0, top, width, height - top);
        var small = Math.min(width, height);
        var baseline = height - margin() - (lines.size() - 1) * lineHeight - lineHeight * 0.2;
        g.setColor(new Color(255, 255, 255, 210));
        var rule = small * 0.075;
        var ruleAt = lines.getFirst().isLeftToRight() ? margin() : width - margin() - rule;
        g.fill(
                new Rectangle2D.Double(
                        ruleAt, baseline - lineHeight * 1.25, rule, Math.max(1, small * 0.004)));
        for (var line : lines) {
            paintLine(g, line, baseline, small);
            baseline += lineHeight;
        }
    }

    private void paintLine(Graphics2D g, TextLayout line, double baseline, double small) {
        var x = line.isLeftToRight() ? margin() : width - margin() - line.getAdvance();
        var shadow = Math.max(1, small * 0.0022);
        g.setColor(new Color(0, 0, 0, 110));
        g.fill(
                line.getOutline(
                        AffineTransform.getTranslateInstance(x + shadow, baseline + shadow)));
        g.setColor(new Color(255, 255, 255, 242));
        g.fill(line.getOutline(AffineTransform.getTranslateInstance(x, baseline)));
    }
}

package io.mediagate.provider.sandbox.render;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PROFILE_H264_MAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import io.mediagate.provider.sandbox.render.Order.Film;
import io.mediagate.provider.sandbox.render.Order.Sound;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/// Makes films: MP4 with H.264 and, unless asked to be silent, AAC. One frame is in memory at a time.
final class Films {

    /// More different pictures a second cost time and show nothing new; faster films repeat them.
    private static final int DRAWN_PER_SECOND = 30;

    private static final SoundTrack.Shape STEREO =
            new SoundTrack.Shape("aac", 2, Ambience.RATE, 128_000);

    private final Film order;
    private final FilmScene scene;
    private final int frames;
    private final int repeats;

    private Films(Film order, int index) {
        this.order = order;
        this.scene = new FilmScene(order, index);
        this.frames = Math.max(1, (int) Math.round(order.seconds() * order.framesPerSecond()));
        this.repeats = Math.ceilDiv(order.framesPerSecond(), DRAWN_PER_SECOND);
    }

    /// Makes the result of that index, counted from 0.
    static void make(Film order, int index, Path file) throws InterruptedException {
        new Films(order, index).write(index, file);
    }

    private void write(int index, Path file) throws InterruptedException {
        try (var output = new MediaFile(file, "mp4");
                var video = videoEncoder()) {
            var track = output.add(video);
            try (var music = new Accompaniment(order, index, output)) {
                output.begin(Map.of("movflags", "+faststart"));
                var frame = frame();
                try {
                    for (int i = 0; i < frames; i++) {
                        draw(i, frame);
                        video.encode(frame, packet -> output.write(packet, video, track));
                        music.upTo((i + 1.0) / order.framesPerSecond());
                    }
                } finally {
                    av_frame_free(frame);
                }
                video.encode(null, packet -> output.write(packet, video, track));
                music.end();
                output.finish();
            }
        }
    }

    /// The film's music, in step with its frames; nothing for a silent one.
    private static final class Accompaniment implements AutoCloseable {

        private final Ambience music;
        private final Optional<SoundTrack> track;

        Accompaniment(Film order, int index, MediaFile output) {
            music = new Ambience(order.seed() + index, order.seconds());
            track =
                    order.sound() == Sound.NONE
                            ? Optional.empty()
                            : Optional.of(new SoundTrack(STEREO, output));
        }

        void upTo(double seconds) {
            track.ifPresent(sound -> music.playUpTo(seconds, sound));
        }

        void end() {
            track.ifPresent(SoundTrack::end);
        }

        @Override
        public void close() {
            track.ifPresent(SoundTrack::close);
        }
    }

    private void draw(int i, AVFrame frame) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("the film is no longer wanted");
        }
        if (i % repeats == 0) {
            NativeMedia.check(av_frame_make_writable(frame), "reusing a frame");
            copy(scene.at((double) i / frames), frame);
        }
        frame.pts(i);
    }

    private static void copy(Planes picture, AVFrame frame) {
        copy(picture.luma(), picture.width(), frame, 0);
        copy(picture.blue(), picture.width() / 2, frame, 1);
        copy(picture.red(), picture.width() / 2, frame, 2);
    }

    private static void copy(byte[] plane, int width, AVFrame frame, int index) {
        var target = new BytePointer(frame.data(index));
        var stride = frame.linesize(index);
        if (stride == width) {
            target.put(plane, 0, plane.length);
            return;
        }
        for (int y = 0; y < plane.length / width; y++) {
            target.position((long) y * stride).put(plane, y * width, width);
        }
    }

    private AVFrame frame() {
        var frame = av_frame_alloc();
        frame.format(AV_PIX_FMT_YUV420P);
        frame.width(order.size().width());
        frame.height(order.size().height());
        NativeMedia.check(av_frame_get_buffer(frame, 0), "allocating a frame");
        return frame;
    }

    private Encoder videoEncoder() {
        var pixels = (long) order.size().width() * order.size().height();
        return Encoder.open(
                "libopenh264",
                Map.of("rc_mode", "quality", "coder", "cabac"),
                context -> {
                    context.width(order.size().width());
                    context.height(order.size().height());
                    context.pix_fmt(AV_PIX_FMT_YUV420P);
                    context.time_base(av_make_q(1, order.framesPerSecond()));
                    context.framerate(av_make_q(order.framesPerSecond(), 1));
                    // The encoder takes the tips of small moving trees for noise and leaves them
                    // standing;
                    // whole pictures twice a second wipe that away.
                    context.gop_size(Math.max(1, order.framesPerSecond() / 2));
                    context.bit_rate(400_000 + pixels * 5 / 2);
                    context.qmin(12);
                    context.qmax(24);
                    context.profile(AV_PROFILE_H264_MAIN);
                    context.color_range(AVCOL_RANGE_MPEG);
                    context.colorspace(AVCOL_SPC_BT709);
                    context.color_primaries(AVCOL_PRI_BT709);
                    context.color_trc(AVCOL_TRC_BT709);
                });
    }
}

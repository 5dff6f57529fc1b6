package io.mediagate.provider.sandbox.render;

import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLT;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_FLTP;
import static org.bytedeco.ffmpeg.global.avutil.AV_SAMPLE_FMT_S16;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;

import java.util.Arrays;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/// A track of sound in a media file: takes samples in pieces of any length and encodes them.
final class SoundTrack implements AutoCloseable {

    /// What a track is.
    ///
    /// @param codec the encoder's name
    /// @param rate samples a second
    /// @param bitsPerSecond of codecs that can choose
    record Shape(String codec, int channels, int rate, int bitsPerSecond) {}

    private final MediaFile output;
    private final Encoder encoder;
    private final AVStream track;
    private final AVFrame frame;
    private final float[][] pending;
    private int filled;
    private long position;

    SoundTrack(Shape shape, MediaFile output) {
        this.output = output;
        this.encoder = encoder(shape);
        this.track = output.add(encoder);
        var wanted = encoder.context().frame_size();
        var chunk = wanted > 0 ? wanted : 1024;
        this.pending = new float[shape.channels()][chunk];
        this.frame = av_frame_alloc();
        frame.format(encoder.context().sample_fmt());
        frame.nb_samples(chunk);
        frame.sample_rate(shape.rate());
        av_channel_layout_default(frame.ch_layout(), shape.channels());
        NativeMedia.check(av_frame_get_buffer(frame, 0), "allocating sound");
    }

    private static Encoder encoder(Shape shape) {
        return Encoder.open(
                shape.codec(),
                Map.of(),
                context -> {
                    context.sample_rate(shape.rate());
                    context.bit_rate(shape.bitsPerSecond());
                    context.sample_fmt(sampleFormat(shape.codec()));
                    context.time_base(av_make_q(1, shape.rate()));
                    av_channel_layout_default(context.ch_layout(), shape.channels());
                });
    }

    private static int sampleFormat(String codec) {
        return switch (codec) {
            case "aac", "libmp3lame" -> AV_SAMPLE_FMT_FLTP;
            case "libopus" -> AV_SAMPLE_FMT_FLT;
            default -> AV_SAMPLE_FMT_S16;
        };
    }

    /// Takes the first `count` samples, between -1 and 1, of each channel.
    void put(float[][] samples, int count) {
        var taken = 0;
        while (taken < count) {
            var part = Math.min(count - taken, pending[0].length - filled);
            for (int channel = 0; channel < pending.length; channel++) {
                System.arraycopy(samples[channel], taken, pending[channel], filled, part);
            }
            filled += part;
            taken += part;
            if (filled == pending[0].length) {
                encode();
            }
        }
    }

    /// Writes what is left. The last piece is filled up with silence where the codec needs whole ones.
    void end() {
        if (filled > 0) {
            for (var channel : pending) {
                Arrays.fill(channel, filled, channel.length, 0);
            }
            if (encoder.context().sample_fmt() == AV_SAMPLE_FMT_S16) {
                frame.nb_samples(filled);
            }
            encode();
        }
        encoder.encode(null, packet -> output.write(packet, encoder, track));
    }

    private void encode() {
        NativeMedia.check(av_frame_make_writable(frame), "reusing sound");
        fill();
        frame.pts(position);
        position += frame.nb_samples();
        encoder.encode(frame, packet -> output.write(packet, encoder, track));
        filled = 0;
    }

    private void fill() {
        var format = encoder.context().sample_fmt();
        if (format == AV_SAMPLE_FMT_FLTP) {
            for (int channel = 0; channel < pending.length; channel++) {
                new FloatPointer(frame.data(channel)).put(pending[channel]);
            }
        } else if (format == AV_SAMPLE_FMT_FLT) {
            new FloatPointer(frame.data(0)).put(pending[0]);
        } else {
            var whole = new short[frame.nb_samples()];
            for (int i = 0; i < whole.length; i++) {
                whole[i] = (short) Math.round(Math.clamp(pending[0][i], -1f, 1f) * 32767f);
            }
            new ShortPointer(frame.data(0)).put(whole);
        }
    }

    @Override
    public void close() {
        av_frame_free(frame);
        encoder.close();
    }
}

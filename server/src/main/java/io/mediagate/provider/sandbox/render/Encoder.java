package io.mediagate.provider.sandbox.render;

import static io.mediagate.provider.sandbox.render.NativeMedia.check;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EAGAIN;

import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/// One native encoder. It runs on the calling thread alone: more threads would take the gateway's cores
/// and make the bytes depend on timing. It writes no word about itself into what it makes.
final class Encoder implements AutoCloseable {

    private final AVCodecContext context;
    private final AVPacket packet;

    private Encoder(AVCodecContext context) {
        this.context = context;
        this.packet = av_packet_alloc();
    }

    /// Opens the codec of that name after `settings` have been applied to it.
    static Encoder open(
            String codec, Map<String, String> options, Consumer<AVCodecContext> settings) {
        NativeMedia.load();
        var found = avcodec_find_encoder_by_name(codec);
        if (found == null) {
            throw new IllegalStateException("the media library has no encoder " + codec);
        }
        var context = avcodec_alloc_context3(found);
        settings.accept(context);
        context.thread_count(1);
        context.flags(context.flags() | AV_CODEC_FLAG_BITEXACT | AV_CODEC_FLAG_GLOBAL_HEADER);
        var dictionary = new AVDictionary(null);
        options.forEach((key, value) -> av_dict_set(dictionary, key, value, 0));
        try {
            check(avcodec_open2(context, found, dictionary), "opening " + codec);
        } catch (IllegalStateException e) {
            avcodec_free_context(context);
            throw e;
        } finally {
            av_dict_free(dictionary);
        }
        return new Encoder(context);
    }

    AVCodecContext context() {
        return context;
    }

    /// Encodes a frame, or with `null` what is still inside; each packet is valid during the call only.
    void encode(@Nullable AVFrame frame, Consumer<AVPacket> packets) {
        check(avcodec_send_frame(context, frame), "encoding a frame");
        while (true) {
            var answer = avcodec_receive_packet(context, packet);
            if (answer == AVERROR_EAGAIN() || answer == AVERROR_EOF) {
                return;
            }
            check(answer, "encoding a packet");
            packets.accept(packet);
            av_packet_unref(packet);
        }
    }

    @Override
    public void close() {
        av_packet_free(packet);
        avcodec_free_context(context);
    }
}

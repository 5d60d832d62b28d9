//! What 20 ms of audio cost, in each function that runs for every packet of a transcoded call.
#![allow(missing_docs, reason = "criterion's macros make functions without any")]

use criterion::{Criterion, criterion_group, criterion_main};
use dsp::codec::{Codec, Decoder, Encoder};
use dsp::dtmf::Detector;
use dsp::plc::Plc;
use dsp::resample::{Rate, Resampler};
use dsp::tone::Sine;
use std::hint::black_box;

/// The largest frame of all codecs, in bytes and in samples.
const FRAME_MAX: usize = 320;

/// A second of pulses in noise, as loud as speech, at the rate of a codec.
fn speechlike(rate_hz: u32) -> Vec<i16> {
    let mut noise = 1_u32;
    let sample = |i: u32| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let ringing = f64::from(i % 67) / 12.0;
        let voice = (f64::from(i) * 0.4).sin() * (-ringing).exp() * 9_000.0;
        (voice + f64::from(noise >> 24)) as i16
    };
    (0..rate_hz).map(sample).collect()
}

fn codecs(criterion: &mut Criterion) {
    for codec in Codec::ALL {
        let pcm = speechlike(codec.sample_rate_hz());
        let mut frames = pcm.chunks_exact(codec.frame_samples()).cycle();
        let (mut encoder, mut out) = (Encoder::new(codec), [0; FRAME_MAX]);
        criterion.bench_function(&format!("encode {}", codec.name()), |bench| {
            bench.iter(|| frames.next().map(|frame| encoder.encode(black_box(frame), &mut out)));
        });

        let mut encoder = Encoder::new(codec);
        let mut payload = vec![0; pcm.len() / codec.frame_samples() * codec.frame_bytes()];
        encoder.encode(&pcm, &mut payload);
        let mut frames = payload.chunks_exact(codec.frame_bytes()).cycle();
        let (mut decoder, mut out) = (Decoder::new(codec), [0; FRAME_MAX]);
        criterion.bench_function(&format!("decode {}", codec.name()), |bench| {
            bench.iter(|| frames.next().map(|frame| decoder.decode(black_box(frame), &mut out)));
        });
    }
}

fn others(criterion: &mut Criterion) {
    let (narrow, wide) = (speechlike(8_000), speechlike(16_000));
    let (narrow, wide) = (narrow.split_at(160).0, wide.split_at(320).0);
    let (mut out, mut frame) = ([0; FRAME_MAX], [0; 160]);

    let mut up = Resampler::new(Rate::Narrow, Rate::Wide);
    criterion.bench_function("resample 8 to 16 kHz", |bench| {
        bench.iter(|| up.process(black_box(narrow), &mut out))
    });
    let mut down = Resampler::new(Rate::Wide, Rate::Narrow);
    criterion.bench_function("resample 16 to 8 kHz", |bench| {
        bench.iter(|| down.process(black_box(wide), &mut out))
    });

    let mut detector = Detector::new(8_000);
    criterion
        .bench_function("listen for DTMF", |bench| bench.iter(|| detector.listen(black_box(narrow), |_| ())));

    let mut milliwatt = Sine::milliwatt(8_000);
    criterion.bench_function("milliwatt", |bench| bench.iter(|| milliwatt.fill(&mut frame)));

    let mut plc = Plc::new(Rate::Narrow);
    criterion.bench_function("conceal a lost frame and join the next", |bench| {
        bench.iter(|| {
            plc.lost(&mut frame);
            frame.copy_from_slice(narrow);
            plc.received(&mut frame);
        });
    });
}

criterion_group!(benches, codecs, others);
criterion_main!(benches);

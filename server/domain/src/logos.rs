//! Logos: whatever somebody sends is drawn anew, small, off the async threads, and a few at a time. What comes out is a
//! picture of ours; nothing of the bytes that came in is kept.

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use image::{ImageError, ImageFormat, ImageReader, Limits};
use model::settings::LOGO_PIXELS;
use model::{AppError, Code};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::error::{Error, Result};

/// How wide and how high a logo is at most: four times what the largest of its places shows.
const SIDE: u32 = 256;
/// What drawing one may take, in bytes: the largest picture in its largest form, twice.
const MEMORY: u64 = 64 * 1024 * 1024;

/// The queue before the drawing.
pub(crate) struct Logos {
    turns: Arc<Semaphore>,
}

impl Logos {
    /// How many are drawn at once.
    const AT_ONCE: usize = 2;
    /// How long somebody waits for a turn.
    const TURN: Duration = Duration::from_millis(1500);

    pub fn new() -> Self {
        Self { turns: Arc::new(Semaphore::new(Self::AT_ONCE)) }
    }

    /// The picture as the program keeps it: PNG, of the same look.
    pub async fn draw(&self, picture: Vec<u8>) -> Result<Vec<u8>> {
        let turn = timeout(Self::TURN, self.turns.clone().acquire_owned());
        let turn = turn.await.map_err(|_| AppError::RateLimited { retry_after: 2 })?;
        let turn = turn.map_err(|error| Error::Fault(error.to_string()))?;
        let work = move || {
            let drawn = drawn_anew(&picture);
            drop(turn);
            drawn
        };
        // A picture over which the reader stumbles is no picture.
        let drawn = tokio::task::spawn_blocking(work).await.unwrap_or(Err(Code::NotAnImage));
        Ok(drawn.map_err(|code| AppError::invalid("logo", code))?)
    }
}

fn drawn_anew(picture: &[u8]) -> Result<Vec<u8>, Code> {
    // By what it is, not by what it is called.
    let format = image::guess_format(picture).ok();
    let format = format.filter(|format| matches!(format, ImageFormat::Png | ImageFormat::WebP));
    let mut reader = ImageReader::with_format(Cursor::new(picture), format.ok_or(Code::NotAnImage)?);
    reader.limits(limits());
    let picture = reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => Code::TooManyPixels(LOGO_PIXELS),
        _ => Code::NotAnImage,
    })?;
    let is_large = picture.width().max(picture.height()) > SIDE;
    let picture = if is_large { picture.thumbnail(SIDE, SIDE) } else { picture };
    let mut drawn = Vec::new();
    let written = picture.into_rgba8().write_to(&mut Cursor::new(&mut drawn), ImageFormat::Png);
    written.map(|()| drawn).map_err(|_| Code::NotAnImage)
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LOGO_PIXELS.into());
    limits.max_image_height = Some(LOGO_PIXELS.into());
    limits.max_alloc = Some(MEMORY);
    limits
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
mod tests {
    use image::RgbaImage;

    use super::*;

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        let picture = RgbaImage::from_pixel(width, height, image::Rgba([12, 34, 56, 255]));
        picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        bytes
    }

    fn size(bytes: &[u8]) -> (u32, u32) {
        let picture = image::load_from_memory_with_format(bytes, ImageFormat::Png).unwrap();
        (picture.width(), picture.height())
    }

    #[tokio::test]
    async fn a_picture_of_either_kind_becomes_a_small_png() {
        let logos = Logos::new();
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            for (sent, kept) in [((64, 32), (64, 32)), ((1024, 512), (256, 128)), ((2048, 1), (256, 1))] {
                let drawn = logos.draw(picture(sent.0, sent.1, format)).await.unwrap();
                assert_eq!(size(&drawn), kept, "{format:?}");
            }
        }
    }

    #[test]
    fn nothing_of_what_was_sent_survives() {
        let mut sent = picture(8, 8, ImageFormat::Png);
        // Behind the end of the picture, where readers do not look.
        sent.extend_from_slice(b"<script>alert(1)</script>");
        let drawn = drawn_anew(&sent).unwrap();
        assert!(!drawn.windows(7).any(|bytes| bytes == b"<script"));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let png = picture(8, 8, ImageFormat::Png);
        let webp = picture(8, 8, ImageFormat::WebP);
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"/>"#.as_slice();
        let gif = b"GIF89a\x01\x00\x01\x00\x00\x00\x00;".as_slice();
        for sent in [b"".as_slice(), b"hello", svg, gif, &png[..20], &webp[..20], &png[8..]] {
            assert_eq!(drawn_anew(sent), Err(Code::NotAnImage), "{sent:?}");
        }
    }

    #[test]
    fn a_picture_that_would_fill_the_memory_is_refused_before_it_does() {
        let bomb = picture(20_000, 1, ImageFormat::Png);
        assert_eq!(drawn_anew(&bomb), Err(Code::TooManyPixels(2048)));
        // Its head says 2,000,000,000 × 2,000,000,000 pixels; its checksum is right.
        let mut head = b"IHDR".to_vec();
        head.extend_from_slice(&2_000_000_000_u32.to_be_bytes());
        head.extend_from_slice(&2_000_000_000_u32.to_be_bytes());
        head.extend_from_slice(&[8, 6, 0, 0, 0]);
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
        bomb.extend_from_slice(&head);
        bomb.extend_from_slice(&checksum(&head).to_be_bytes());
        bomb.extend_from_slice(b"\0\0\0\0IDAT\x35\xaf\x06\x1e");
        assert_eq!(drawn_anew(&bomb), Err(Code::TooManyPixels(2048)));
    }

    /// CRC-32 as PNG has it.
    fn checksum(bytes: &[u8]) -> u32 {
        let step = |sum: u32, _| if sum & 1 == 1 { 0xedb8_8320 ^ sum >> 1 } else { sum >> 1 };
        !bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step))
    }
}

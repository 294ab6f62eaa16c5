// Makes a photograph small enough to be kept and sent, painted anew: nothing of what the camera wrote comes along.
const SIDES = [1600, 1200, 800];
const QUALITY = 0.8;
const MOST_BYTES = 900_000;

const painted = async (picture, side) => {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const paper = canvas.getContext('2d');
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
};

async function base64(blob) {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** A file as a JPEG in base64; throws where it is no picture. */
export async function photograph(file) {
  const picture = await createImageBitmap(file);
  for (const side of SIDES) {
    const blob = await painted(picture, side);
    if (blob && (blob.size <= MOST_BYTES || side === SIDES.at(-1))) return base64(blob);
  }
  throw new Error('no picture');
}

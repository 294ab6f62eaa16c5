// A signature drawn with a finger, a pen or the mouse, kept as lines of points in the pad's own measure. Without this script, and by the
// keyboard, one ticks the box and types the name.
const FAR_ENOUGH = 2;

function start(pad) {
  const canvas = pad.querySelector('canvas');
  const pen = canvas.getContext('2d');
  const field = pad.closest('form').querySelector('input[name="strokes"]');
  const width = Number(pad.dataset.width);
  const height = Number(pad.dataset.height);
  let strokes = [];
  let line = null;

  const keep = () => {
    field.value = strokes.length ? JSON.stringify(strokes) : '';
  };
  const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)));
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [within(((event.clientX - box.left) * width) / box.width, width), within(((event.clientY - box.top) * height) / box.height, height)];
  };
  const draw = (from, to) => {
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
  };

  pen.lineWidth = 4;
  pen.lineCap = 'round';
  pen.strokeStyle = '#17324d';
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    line = [place(event)];
    strokes.push(line);
    draw(line[0], line[0]);
    event.preventDefault();
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!line) return;
    const last = line[line.length - 1];
    const next = place(event);
    if (Math.hypot(next[0] - last[0], next[1] - last[1]) < FAR_ENOUGH) return;
    draw(last, next);
    line.push(next);
  });
  const lift = () => {
    line = null;
    keep();
  };
  canvas.addEventListener('pointerup', lift);
  canvas.addEventListener('pointercancel', lift);
  pad.querySelector('[data-signature-clear]').addEventListener('click', () => {
    strokes = [];
    pen.clearRect(0, 0, width, height);
    keep();
  });
  field.value = '';
  pad.hidden = false;
}

document.querySelectorAll('[data-signature-pad]').forEach(start);

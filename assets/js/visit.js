// The ten-second visit: minutes in steps, dictation where the browser has it, and the hand-over to what keeps entries without a
// network. The page of indirect work has the steps too. Without this script both are plain forms.

function startStepper(stepper) {
  const field = stepper.querySelector('input');
  const set = (minutes) => {
    field.value = String(Math.max(1, minutes));
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  stepper.querySelectorAll('button').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => {
      if (button.dataset.set) return set(Number(button.dataset.set));
      const now = Number(field.value) || 0;
      const step = Number(button.dataset.step);
      // One minute up goes to five, not to six.
      set(step > 0 ? Math.floor(now / step) * step + step : Math.ceil(now / -step) * -step + step);
    });
  });
}

function startDictation(box) {
  const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  if (!Recognition) return;
  const button = box.querySelector('[data-dictate]');
  const field = document.getElementById(button.dataset.dictate);
  const words = button.querySelector('span');
  const atRest = words.textContent;
  let recognition = null;
  const rest = () => {
    recognition = null;
    button.setAttribute('aria-pressed', 'false');
    words.textContent = atRest;
  };
  button.addEventListener('click', () => {
    if (recognition) return recognition.stop();
    recognition = new Recognition();
    recognition.lang = document.documentElement.lang;
    recognition.continuous = true;
    recognition.addEventListener('result', (event) => {
      for (const result of Array.from(event.results).slice(event.resultIndex)) {
        if (result.isFinal) field.value = `${field.value} ${result[0].transcript}`.trim().slice(0, field.maxLength);
      }
    });
    recognition.addEventListener('end', rest);
    recognition.addEventListener('error', rest);
    recognition.start();
    button.setAttribute('aria-pressed', 'true');
    words.textContent = button.dataset.listening;
  });
  box.hidden = false;
}

// Enter in the search looks for somebody; it does not save a visit of nobody.
function startSearch(box) {
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    box.dispatchEvent(new Event('search'));
  });
}

// Whoever was chosen stays chosen when other results come in.
function startFound(found) {
  let kept = null;
  found.addEventListener('htmx:beforeSwap', () => {
    kept = found.querySelector('input:checked')?.closest('.visit-person') ?? null;
  });
  found.addEventListener('htmx:afterSwap', () => {
    if (!kept) return;
    const value = kept.querySelector('input').value;
    const same = Array.from(found.querySelectorAll('input')).find((one) => one.value === value);
    if (!same) found.prepend(kept);
    (same ?? kept.querySelector('input')).checked = true;
  });
}

// What was entered, as it would be sent.
function entered(form) {
  const data = {};
  for (const [name, value] of new FormData(form)) {
    if (name === 'csrfmiddlewaretoken' || name === 'q') continue;
    if (name === 'needs') (data.needs ??= []).push(value);
    else data[name] = value;
  }
  return data;
}

// Whoever keeps entries on the device listens for `campanello:keep` and prevents its default: the form is then not sent.
function isKept(form) {
  if (navigator.onLine) return false;
  const detail = { kind: form.dataset.offline, data: entered(form), form };
  return !form.dispatchEvent(new CustomEvent('campanello:keep', { bubbles: true, cancelable: true, detail }));
}

function startSending(form) {
  form.addEventListener('submit', (event) => {
    if (event.submitter?.name === 'find') return;
    // Pressed twice it is one visit anyway, by its number; this spares the wait.
    if (form.dataset.sent || isKept(form)) event.preventDefault();
    else form.dataset.sent = '1';
  });
  window.addEventListener('pageshow', () => delete form.dataset.sent);
}

document.querySelectorAll('[data-stepper]').forEach(startStepper);
document.querySelectorAll('[data-dictation]').forEach(startDictation);
document.querySelectorAll('#visit-q').forEach(startSearch);
document.querySelectorAll('#visit-found').forEach(startFound);
document.querySelectorAll('form[data-offline]').forEach(startSending);

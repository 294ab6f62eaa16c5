// The ten-second visit, where its page finds no network: what its form says, as it is kept.
import { keep } from './offline-keep.js';

const BLANK = ['building', 'next_step_on', 'happened_at', 'person', 'household'];
const KEPT = ['project', 'channel', 'needs', 'outcome', 'note', 'next_step', ...BLANK];

function visitOf(data) {
  const [kind, uid] = (data.who ?? '').split(':');
  const whole = { ...data, ...(uid ? { [kind]: uid } : {}) };
  const value = { minutes: Number(data.minutes), is_confidential: Boolean(data.is_confidential) };
  for (const name of KEPT) {
    if (whole[name] !== undefined && !(whole[name] === '' && BLANK.includes(name))) value[name] = whole[name];
  }
  if (value.happened_at) value.happened_at = new Date(value.happened_at).toISOString();
  return value;
}

/** Keep a visit under the uid that its form was given, so that one whose answer was lost is recorded once. */
export async function keepVisit(data) {
  try {
    await keep('visit', visitOf(data), { uid: data.uid });
  } catch (error) {
    // It is kept already: the form was sent twice.
    if (error?.name !== 'ConstraintError') throw error;
  }
}

/** What a request sent, as `keepVisit` takes it. */
export function dataOf(form) {
  return { ...Object.fromEntries(form), needs: form.getAll('needs') };
}

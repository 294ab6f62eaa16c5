// Behaviour of every page: Bootstrap Italia's parts that the pages use, and our own few lines.
import 'bootstrap-italia/dist/plugins/init.js';
import 'bootstrap-italia/dist/plugins/alert.js';
import 'bootstrap-italia/dist/plugins/collapse.js';
import 'bootstrap-italia/dist/plugins/navbar-collapsible.js';
import 'bootstrap-italia/dist/plugins/tab.js';
import { startAccount } from './account.js';
import { startCalendar } from './calendar.js';
import { startLanguageChoice } from './language.js';
import { startCounts } from './resident-counts.js';
import { startMessages } from './messages.js';
import { startShortcuts } from './shortcuts.js';

startAccount(document);
startCalendar(document);
startCounts(document);
startLanguageChoice(document);
startMessages(document);
startShortcuts(document);

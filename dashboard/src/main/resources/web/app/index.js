import './style.css';
import './toolbar.css';
import './panels/state.css';
import './panels/latency.css';
import './panels/connect.css';
import './panels/card.css';
import './panels/bars.css';
import './panels/ask.css';
import './panels/map.css';
import './panels/rows.css';
import './panels/orders.css';
import './panels/export.css';
import './panels/renewal.css';
import './panels/contrast.css';
import './kiosk.css';
import './print.css';
import { start } from './main.js';

start(document);

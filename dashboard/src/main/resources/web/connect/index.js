import '../app/style.css';
import './style.css';
import { start } from './main.js';

start(document);

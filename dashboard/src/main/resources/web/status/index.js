import '../app/style.css';
import '../connect/style.css';
import './style.css';
import { start } from './main.js';

start(document);

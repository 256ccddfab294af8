/** The lesson panel: what is learned, the text with its diagrams, the way on, and the mark that it is done. */
import '../kit/toolkit.ts';
import '../kit/theme.css';
import '../kit/prose.css';
import '../kit/report.css';
import './lesson.css';
import { lessonContract } from '../../src/contract/lesson.ts';
import { createRenderer } from '../diagram/renderer.ts';
import { watchTheme } from '../diagram/theme.ts';
import { mountPanel } from '../kit/panel.tsx';
import { Lesson } from './lesson.tsx';

const { diagram = '', nonce = '' } = document.body.dataset;
const drawing = { renderer: createRenderer(diagram, nonce), theme: watchTheme() };

mountPanel(lessonContract, (panel) => <Lesson panel={panel} drawing={drawing} />);

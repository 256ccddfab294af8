/** The question panel: one question at a time, an answer, and what is to be said of it. */
import '../kit/toolkit.ts';
import '../kit/theme.css';
import '../kit/options.css';
import '../kit/prose.css';
import './questions.css';
import { questionsContract } from '../../src/contract/questions.ts';
import { mountPanel } from '../kit/panel.tsx';
import { Questions } from './questions.tsx';

mountPanel(questionsContract, (panel) => <Questions panel={panel} />);

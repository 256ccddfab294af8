/** The plots panel: how far the runs of a sweep are, what they show, and what of it failed. */
import '../kit/toolkit.ts';
import '../kit/theme.css';
import '../kit/report.css';
import './plots.css';
import { plotsContract } from '../../src/contract/plots.ts';
import { mountPanel } from '../kit/panel.tsx';
import { PlotsView } from './plots.tsx';

mountPanel(plotsContract, (panel) => <PlotsView panel={panel} />);

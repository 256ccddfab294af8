import '../kit/toolkit.ts';
import '../kit/theme.css';
import '../kit/options.css';
import './simulation.css';
import { simulationContract } from '../../src/contract/simulation.ts';
import { mountPanel } from '../kit/panel.tsx';
import { SimulationModel } from './model.ts';
import { Simulation } from './simulation.tsx';

mountPanel(simulationContract, (panel) => <Simulation model={new SimulationModel(panel)} />);

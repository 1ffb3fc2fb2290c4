import { readDataset, readDatasetPart, storeDataset, storeDatasetPart } from '../../../protocol/datasets.ts';
import { datasetPart, datasetVersion } from '../../actions/datasets/read-dataset.ts';
import { storeDataset as store, storePart } from '../../actions/datasets/store-dataset.ts';
import { type Route, route } from '../route.ts';

export const datasetRoutes: readonly Route[] = [
  route(storeDatasetPart, ({ call, params, body }) => storePart(call, params, body)),
  route(storeDataset, ({ call, params, body }) => store(call, params, body)),
  route(readDataset, ({ call, params }) => datasetVersion(call, params)),
  route(readDatasetPart, ({ call, params }) => datasetPart(call, params)),
];

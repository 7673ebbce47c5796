export { rfpResponse } from './rfp-response.js';

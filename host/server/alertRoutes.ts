import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import { z } from 'zod';
import { CONTACT_POINTS } from '../demo/alertRules';
import { needs } from './access';
import type { HostState } from './state';

const MOST_RULES = 200;

const newRule = z.object({
  title: z.string().trim().min(1).max(190),
  expr: z.string().trim().min(1).max(10_000),
  threshold: z.number(),
  folder: z.string().trim().min(1).max(190),
  pending: z.string().regex(/^\d+[smhd]$/),
  group: z.string().trim().min(1).max(190),
  labels: z.record(z.string().max(200), z.string().max(200)).default({}),
  contactPoint: z.enum(CONTACT_POINTS),
  summary: z.string().max(2000).default(''),
});

/** `/api/v1/provisioning/alert-rules`: list and add. */
export function alertRoutes(state: HostState): Router {
  const routes = express.Router();
  routes.get('/', needs('alert.rules:read'), (_request, response) => {
    response.json(state.alertRules);
  });
  routes.post('/', needs('alert.rules:create'), (request, response) => {
    const asked = newRule.safeParse(request.body);
    if (!asked.success) {
      response.status(400).json({ message: `bad request data: ${asked.error.issues[0].path.join('.')}` });
      return;
    }
    if (state.alertRules.length >= MOST_RULES) {
      response.status(403).json({ message: 'Quota reached' });
      return;
    }
    const rule = { uid: randomUUID(), ...asked.data };
    state.alertRules.push(rule);
    response.status(201).json(rule);
  });
  return routes;
}

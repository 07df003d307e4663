import type { Env } from './config';
import { Problem } from './problem';

export interface RateLimit {
  limit(options: { key: string }): Promise<{ success: boolean }>;
}

export async function rateLimited(env: Env, key: string): Promise<void> {
  const { success } = await env.RATE_LIMIT.limit({ key });
  if (!success) throw new Problem(429, 'rate_limited', 'Too many requests; slow down.', { retryAfter: 60 });
}

// What a failure is to an operator.

import type { Texts } from './texts/texts.ts';

interface Failure {
  code?: string;
  status?: number;
  requestId?: string | undefined;
  retryable?: boolean;
  bank?: { message: string } | undefined;
}

export function explain(error: unknown, { problems, requestId }: Texts): string {
  const failure = error as Failure;
  const { code = 'network' } = failure;
  const known = problems[code as 'network' | 'unauthorized' | 'forbidden' | 'rate_limited'] as string | undefined;
  const text = error instanceof TypeError || code === 'timeout' ? problems.network
    : typeof known === 'string' ? known
    : failure.retryable ? problems.later
    : problems.other([code, failure.bank?.message].filter(Boolean).join(', '));
  return failure.requestId ? `${text} ${requestId(failure.requestId)}` : text;
}

/** A key that can be told by its looks, wherever it stands. */
export interface SecretKind {
  /** Stable, kebab-case. */
  readonly id: string;
  /** As a message names it, with its article. */
  readonly name: string;
  /**
   * Every repetition in it has an upper bound and none stands in another, so that the time is linear in the text.
   * A test holds the whole table to that.
   */
  readonly pattern: RegExp;
  /** A shape without a made-up remainder: whatever is matched counts. */
  readonly isCertain?: true;
}

const kind = (id: string, name: string, pattern: RegExp): SecretKind => ({ id, name, pattern });

/** Keys of model providers and of what observes them. */
const MODEL_SERVICES: readonly SecretKind[] = [
  kind('openai', 'an OpenAI key', /\bsk-(?:proj|svcacct|admin|None)-[\w-]{20,220}/g),
  kind('anthropic', 'an Anthropic key', /\bsk-ant-[a-z]{3,12}\d{0,3}-[\w-]{24,160}/g),
  kind('openrouter', 'an OpenRouter key', /\bsk-or-(?:v\d-)?[0-9a-f]{32,80}\b/g),
  kind('langfuse', 'a Langfuse secret key', /\bsk-lf-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g),
  kind('langwatch', 'a LangWatch key', /\b(?:sk-lw|lw_pat|lw_prj|lw_svc)[-_]\w{20,128}/g),
  kind('langsmith', 'a LangSmith key', /\bls(?:v2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}|__[0-9a-f]{32})\b/g),
  kind('google', 'a Google API key', /\bAIza[\w-]{35}(?![\w-])/g),
  kind('google-oauth', 'a Google OAuth secret', /\b(?:GOCSPX-[\w-]{28}|ya29\.[\w-]{30,250})(?![\w-])/g),
  kind('groq', 'a Groq key', /\bgsk_[A-Za-z0-9]{40,64}\b/g),
  kind('huggingface', 'a Hugging Face token', /\b(?:hf_[A-Za-z]{34}|hf_[A-Za-z0-9]{34,40}|api_org_[A-Za-z]{34})\b/g),
  kind('xai', 'an xAI key', /\bxai-[A-Za-z0-9]{60,90}\b/g),
  kind('perplexity', 'a Perplexity key', /\bpplx-[A-Za-z0-9]{40,64}\b/g),
  kind('replicate', 'a Replicate token', /\br8_[A-Za-z0-9]{37}\b/g),
  kind('together', 'a Together key', /\btgp_v1_[\w-]{40,64}(?![\w-])/g),
  kind('pinecone', 'a Pinecone key', /\bpcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{50,70}\b/g),
  kind('tavily', 'a Tavily key', /\btvly-(?:dev-|prod-)?[A-Za-z0-9]{32}\b/g),
  // Last of the family: DeepSeek, Moonshot, LiteLLM and old OpenAI keys are a bare `sk-` and letters.
  kind('sk', 'a key of a model provider', /\bsk-[A-Za-z0-9]{32,64}\b(?!-)/g),
];

/** Keys of clouds, forges and the rest of what a repository is likely to leak. */
const PLATFORMS: readonly SecretKind[] = [
  kind('promptlane', 'a Promptlane token', /\bplt_[0-9a-f]{12}_[0-9a-f]{56}\b/g),
  kind('aws-id', 'an AWS access key id', /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b/g),
  kind('aws-bedrock', 'an Amazon Bedrock key', /\bABSK[A-Za-z0-9+/]{100,270}={0,2}/g),
  kind('azure-storage', 'an Azure account key', /\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{43,86}={1,2}/g),
  kind('azure-key', 'an Azure key', /\b[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}\b/g),
  kind('azure-secret', 'a Microsoft Entra client secret', /\b[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}(?![\w~.-])/g),
  kind('github', 'a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b/g),
  kind(
    'gitlab',
    'a GitLab token',
    /\bgl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct|rtr)-[\w-]{20,64}(?:\.[0-9a-z]{2}\.[0-9a-z]{7,9})?(?![\w-])/g,
  ),
  kind('slack', 'a Slack token', /\b(?:xox[abeoprs]-[\dA-Za-z-]{20,180}|xapp-\d-[A-Z0-9]{8,14}-\d{8,16}-[0-9a-f]{32,80})/g),
  kind(
    'slack-webhook',
    'a Slack webhook',
    /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[A-Z0-9]{8,14}\/[A-Z0-9]{8,14}\/[A-Za-z0-9]{20,40}/g,
  ),
  kind('stripe', 'a Stripe key', /\b(?:[sr]k_(?:live|test|prod)_[A-Za-z0-9]{16,120}|whsec_[A-Za-z0-9]{32,64})\b/g),
  kind('npm', 'an npm token', /\bnpm_[A-Za-z0-9]{36}\b/g),
  kind('pypi', 'a PyPI token', /\bpypi-AgE[\w-]{40,220}/g),
  kind('sendgrid', 'a SendGrid key', /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g),
  kind('jwt', 'a JSON web token', /\bey[JI][\w-]{12,600}\.ey[JI][\w-]{12,1500}\.[\w-]{20,700}(?![\w-])/g),
  kind('bearer', 'a bearer token', /(?<=\bBearer[ \t]{1,4})[\w.~+/-]{20,400}={0,2}/g),
  {
    ...kind(
      'private-key',
      'a private key',
      /-----BEGIN (?:[A-Z0-9]{2,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\\r|\\n|\s){1,24}(?:[A-Za-z0-9+/=]{40}|Proc-Type|Version:|Comment:)/g,
    ),
    isCertain: true,
  },
];

/** In the order in which they are tried: of two that overlap the earlier one names the key. */
export const SECRET_KINDS: readonly SecretKind[] = [...MODEL_SERVICES, ...PLATFORMS];

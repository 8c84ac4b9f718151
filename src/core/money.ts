/** Amounts are decimals in text; they are summed and compared exactly, in millionths, and rounded half-up for show. */
const unit = 1_000_000n;

/** Undefined for what is no plain decimal, such as "withheld". */
export function amount(text: string | undefined): bigint | undefined {
  const match = /^(-?)(\d{1,30})(?:\.(\d+))?$/.exec(text?.trim() ?? "");
  if (!match) return undefined;
  const [, sign = "", whole = "0", part = ""] = match;
  const value = BigInt(whole) * unit + BigInt(part.slice(0, 6).padEnd(6, "0"));
  return sign === "-" ? -value : value;
}

export function decimal(value: bigint): string {
  const [sign, size] = value < 0n ? ["-", -value] : ["", value];
  const part = (size % unit).toString().padStart(6, "0").replace(/0+$/, "");
  return `${sign}${size / unit}${part === "" ? "" : `.${part}`}`;
}

/** How far `forecast` is above `budget`, in per cent of the budget, to one place. Undefined without a budget to divide by. */
export function percentOver(forecast: bigint, budget: bigint): number | undefined {
  if (budget <= 0n) return undefined;
  return Number(roundedDivision((forecast - budget) * 1000n, budget)) / 10;
}

const signs: Readonly<Record<string, string>> = { GBP: "£", EUR: "€", USD: "$" };

/** "£1.38m", "£180k", "£950", "CHF 2.1bn". */
export function money(text: string, currency: string): string {
  const value = amount(text);
  if (value === undefined) return text;
  const [minus, size] = value < 0n ? ["-", -value] : ["", value];
  const sign = signs[currency] ?? `${currency} `;
  const [step, suffix, places] =
    size >= 1_000_000_000n * unit
      ? [1_000_000_000n, "bn", 2]
      : size >= 10_000_000n * unit
        ? [1_000_000n, "m", 1]
        : size >= 1_000_000n * unit
          ? [1_000_000n, "m", 2]
          : size >= 10_000n * unit
            ? [1_000n, "k", 0]
            : [1n, "", 0];
  const scaled = roundedDivision(size * 10n ** BigInt(places), step * unit)
    .toString()
    .padStart(places + 1, "0");
  const shown = places === 0 ? Number(scaled).toLocaleString("en-GB") : `${scaled.slice(0, -places)}.${scaled.slice(-places)}`;
  return `${minus}${sign}${shown}${suffix}`;
}

/** "£1,380,000": to the penny, where there is room for it. */
export function inFull(text: string, currency: string): string {
  const format = { style: "currency", currency, maximumFractionDigits: 2, minimumFractionDigits: 0 } as const;
  return new Intl.NumberFormat("en-GB", format).format(Number(text));
}

/** Half away from zero. */
function roundedDivision(a: bigint, b: bigint): bigint {
  const [sign, size] = a < 0n ? [-1n, -a] : [1n, a];
  return sign * ((size * 2n + b) / (b * 2n));
}

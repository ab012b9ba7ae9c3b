// Writes VCF and BCF records of regular sites. convert_rows.inl includes this file once for each
// target.

/// A vector of bytes, which the compiler maps to the registers of the target.
using ByteVector [[gnu::vector_size(32), gnu::aligned(1), gnu::may_alias]] = std::uint8_t;
inline constexpr std::size_t number_block = sizeof(ByteVector);

/// Sets printed[column] to the byte that records have for the column's allele.
HAPMILL_TARGET_INLINE void number_alleles(CellRules const& rules, RegularRows const& rows,
                                          VcfAlternates const& alternates,
                                          AlleleNumbers const& numbers, std::uint8_t* printed) {
  for (std::size_t at = 0; at < rules.column_count; at += number_block) {
    auto const codes = *reinterpret_cast<ByteVector const*>(rows.codes + at);
    auto values = ByteVector{} + numbers.of(0);
    for (std::uint32_t k = 0; k < alternates.count; ++k) {
      auto const holds = reinterpret_cast<ByteVector>(codes == alternates.code(k));
      values = (holds & numbers.of(k + 1)) | (~holds & values);
    }
    auto const is_missing = reinterpret_cast<ByteVector>(codes >= missing_bit<ByteCode>);
    *reinterpret_cast<ByteVector*>(printed + at) =
        (is_missing & numbers.missing) | (~is_missing & values);
  }
}

/// Makes the bytes that records have for the alleles, in output order, and counts them. Returns
/// them, padded by numbers_padding bytes of no_number; they lie in `format`.
HAPMILL_TARGET_INLINE std::uint8_t* gather_numbers(CellRules const& rules, SiteFormat& format,
                                                   RegularRows& rows,
                                                   VcfAlternates const& alternates,
                                                   VcfCounts& counts) {
  AlleleNumbers const& numbers = format.vcf.numbers;
  number_alleles(rules, rows, alternates, numbers, format.printed.data());
  std::uint8_t* alleles = format.printed.data();
  if (!format.gather.is_identity()) {
    alleles = format.alleles.data();
    gather_columns(format.gather, format.printed.data(), alleles);
  }
  std::size_t const count = format.gather.columns().size();
  std::memset(alleles + count, no_number, numbers_padding);
  for (std::uint32_t k = 0; k < alternates.count; ++k) {
    counts.per_alternate[k] = count_equal(alleles, count, numbers.of(k + 1));
  }
  counts.called_alleles = static_cast<std::uint32_t>(count);
  counts.called_samples = format.vcf.record.genotypes.sample_count;
  if (!rows.has_missing || format.missing_prints_ref) return alleles;
  MissingNumbers const missing = count_missing(alleles, count, numbers.missing);
  std::uint32_t missing_samples = missing.pairs;
  if (format.vcf.has_pairs_only) {
    rows.half_call_count += missing.alleles - 2 * missing.pairs;
  } else {
    missing_samples = count_missing_samples(format.vcf, alleles, rows.half_call_count);
  }
  counts.called_alleles -= missing.alleles;
  counts.called_samples -= missing_samples;
  return alleles;
}

HAPMILL_TARGET_INLINE void add_phase_bits(std::uint8_t const* phase_bits, std::size_t count,
                                          std::uint8_t* alleles) {
  for (std::size_t at = 0; at < count; at += number_block) {
    *reinterpret_cast<ByteVector*>(alleles + at) |=
        *reinterpret_cast<ByteVector const*>(phase_bits + at);
  }
}

/// Writes the VCF or BCF record of the site at the cursor and returns its end. Returns rows.out if
/// a filter rejects the site, and null if the row functions have to decide about it: VCF may not be
/// able to express it, or it has too many alternates.
HAPMILL_TARGET_INLINE char* put_vcf_record(CellRules const& rules, SiteFormat& format,
                                           RegularRows& rows) {
  VcfAlternates alternates;
  char const* const end = put_alternates(rules, rows, alternates.text);
  alternates.count = static_cast<std::uint32_t>(end + 1 - alternates.text) / 2;
  if (!is_plain_vcf_site(format.vcf, rows, alternates)) return nullptr;
  if (format.has_filters && is_filtered(rules, format, rows, alternates.text, alternates.count)) {
    return rows.out;
  }
  VcfCounts counts;
  std::uint8_t* const alleles = gather_numbers(rules, format, rows, alternates, counts);
  char* out = nullptr;
  if (format.vcf.record.kind == RecordKind::vcf) {
    out = put_vcf_fields(format.vcf, rows, alternates, counts);
  } else {
    out = put_bcf_fields(format.vcf, rows, alternates, counts, format.genotypes.size());
    add_phase_bits(format.vcf.phase_bits.data(), format.gather.columns().size(), alleles);
  }
  expand(format.genotypes, alleles, out);
  return out + format.genotypes.size();
}

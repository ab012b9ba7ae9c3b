#include "cpu/vcf_fields.hpp"

#include <array>
#include <cstring>

#include "hapmill/model/bcf_record.hpp"
#include "hapmill/model/vcf_site.hpp"

namespace hapmill::cpu {

namespace {

/// Returns POS, which has at most nine digits in a regular row.
std::uint32_t pos_of(RegularRows const& rows) {
  std::uint32_t pos = 0;
  for (char const* at = rows.cursor + rows.contig.size() + 1; *at >= '0' && *at <= '9'; ++at) {
    pos = 10 * pos + static_cast<std::uint32_t>(*at - '0');
  }
  return pos;
}

constexpr std::size_t all_called_bytes = 48;  // always copied whole, which is faster

template <std::size_t size>
char* copy(char* out, char const (&literal)[size]) {
  std::memcpy(out, literal, size - 1);
  return out + size - 1;
}

/// The digits of a number below 1000; the last byte is the number of digits.
struct ShortNumber {
  char text[4];
};

constexpr std::array<ShortNumber, 1000> make_short_numbers() {
  std::array<ShortNumber, 1000> numbers{};
  for (std::uint32_t value = 0; value < numbers.size(); ++value) {
    char const size = value < 10 ? 1 : value < 100 ? 2 : 3;
    std::uint32_t rest = value;
    for (int k = size - 1; k >= 0; --k, rest /= 10) {
      numbers[value].text[k] = static_cast<char>('0' + rest % 10);
    }
    numbers[value].text[3] = size;
  }
  return numbers;
}

/// The digits of every number below 1000. Counts in INFO are larger only in a wide matrix, where
/// writing their digits costs little by comparison.
constexpr auto short_numbers = make_short_numbers();

/// Appends a number; may write three bytes past its end.
char* copy_number(char* out, std::uint32_t value) {
  if (value >= short_numbers.size()) return out + put_number(out, 0, value);
  ShortNumber const& number = short_numbers[value];
  std::memcpy(out, number.text, sizeof(number.text));
  return out + number.text[3];
}

/// [code] Whether VCF can express a one-byte alternate: is_vcf_base() or `*`.
constexpr auto is_plain_alternate = [] {
  std::array<bool, 256> is_plain{};
  for (char const symbol : {'A', 'C', 'G', 'T', 'N', '*'}) {
    is_plain[static_cast<ByteCode>(symbol)] = true;
  }
  return is_plain;
}();

char* copy_called(char* out, std::uint32_t alleles, std::uint32_t samples) {
  out = copy_number(copy(out, ";AN="), alleles);
  return copy_number(copy(out, ";NS="), samples);
}

/// Appends FORMAT, which a record without samples does not have.
char* copy_keys(char* out, RecordFormat const& format) {
  if (format.genotypes.sample_count == 0) return out;
  return format.vcf.has_phase_set ? copy(out, "\tGT:PS") : copy(out, "\tGT");
}

}  // namespace

VcfSiteFormat::VcfSiteFormat(RowPlan const& plan, RecordFormat const& format) : record{format} {
  for (auto const& sample : plan.samples) {
    bool const is_pair = sample.columns.second != SampleColumns::none;
    has_pairs_only = has_pairs_only && is_pair;
    ploidies.push_back(is_pair ? 2 : 1);
    phase_bits.push_back(0);
    if (is_pair) phase_bits.push_back(plan.phase.is_unphased ? 0 : 1);
  }
  char text[all_called_bytes];
  char const* const end = copy_keys(copy_called(text, static_cast<std::uint32_t>(phase_bits.size()),
                                                record.genotypes.sample_count),
                                    record);
  all_called.assign(text, static_cast<std::size_t>(end - text));
  all_called.reserve(all_called_bytes);
  phase_bits.resize(phase_bits.size() + numbers_padding);
  numbers = allele_numbers(record.kind, plan.missing);
}

bool is_plain_vcf_site(VcfSiteFormat const& format, RegularRows const& rows,
                       VcfAlternates const& alternates) {
  if (!is_vcf_base(static_cast<char>(rows.ref_code))) return false;
  if (alternates.count > max_numbered_alternates) return false;
  for (std::uint32_t k = 0; k < alternates.count; ++k) {
    if (!is_plain_alternate[alternates.code(k)]) return false;
  }
  return format.contig.length == max_pos || pos_of(rows) <= format.contig.length;
}

std::uint32_t count_missing_samples(VcfSiteFormat const& format, std::uint8_t const* alleles,
                                    std::uint64_t& half_call_count) {
  std::uint8_t const missing = format.numbers.missing;
  std::uint32_t missing_samples = 0;
  for (auto const ploidy : format.ploidies) {
    bool const left = alleles[0] == missing;
    bool const right = alleles[ploidy - 1] == missing;
    if (left && right) ++missing_samples;
    if (left != right) ++half_call_count;
    alleles += ploidy;
  }
  return missing_samples;
}

char* put_vcf_fields(VcfSiteFormat const& format, RegularRows const& rows,
                     VcfAlternates const& alternates, VcfCounts const& counts) {
  constexpr std::size_t usual_bytes = 32;  // copied whole, which is faster than copying fewer
  char* out = rows.out;
  std::memcpy(out, rows.cursor, usual_bytes);
  if (rows.cells_begin > usual_bytes) std::memcpy(out, rows.cursor, rows.cells_begin);
  out[rows.contig.size()] = '\t';
  out += rows.cells_begin - 3;
  out = copy(out, "\t.\t");
  *out++ = static_cast<char>(rows.ref_code);
  *out++ = '\t';
  std::memcpy(out, alternates.text, 2 * max_numbered_alternates);
  out += 2 * alternates.count - 1;
  out = copy(out, "\t.\tPASS\tAC=");
  for (std::uint32_t k = 0; k < alternates.count; ++k) {
    if (k != 0) *out++ = ',';
    out = copy_number(out, counts.per_alternate[k]);
  }
  if (counts.called_alleles == format.phase_bits.size() - numbers_padding) {
    std::memcpy(out, format.all_called.data(), all_called_bytes);
    return out + format.all_called.size();
  }
  return copy_keys(copy_called(out, counts.called_alleles, counts.called_samples), format.record);
}

char* put_bcf_fields(VcfSiteFormat const& format, RegularRows const& rows,
                     VcfAlternates const& alternates, VcfCounts const& counts,
                     std::uint64_t genotype_bytes) {
  ByteCode codes[max_numbered_alternates];
  for (std::uint32_t k = 0; k < alternates.count; ++k) codes[k] = alternates.code(k);
  Site<ByteCode> const site{.row = {rows.cursor, rows.row_bytes},
                            .contig = format.contig,
                            .chrom_size = static_cast<std::uint32_t>(rows.contig.size()),
                            .pos = pos_of(rows),
                            .ref_begin = rows.cells_begin - 2,
                            .ref_size = 1,
                            .ref_code = rows.ref_code,
                            .deletion_code = 0,
                            .has_missing = rows.has_missing,
                            .has_deletion = rows.has_deletion,
                            .column_count = 0,
                            .codes = rows.codes,
                            .alternate_count = alternates.count,
                            .alternates = codes,
                            .long_begin = nullptr,
                            .long_size = nullptr};
  GenotypeCounts const info{counts.called_alleles, counts.called_samples, counts.per_alternate};
  std::uint64_t const end = bcf_record::put_shared(
      rows.out, bcf_record::lengths_bytes + bcf_record::fixed_bytes, site, format.record, info);
  bcf_record::put_fixed(rows.out, site, format.record, end - bcf_record::lengths_bytes,
                        genotype_bytes);
  return rows.out + end;
}

}  // namespace hapmill::cpu

#include "extract/row_writer.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

namespace hapmill {

namespace {

bool is_letter(char byte) { return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z'); }

bool is_text(std::string_view allele) {
  return !allele.empty() && std::all_of(allele.begin(), allele.end(), is_letter);
}

bool is_graphic(char byte) { return static_cast<unsigned char>(byte) > 0x20 && byte != 0x7F; }

// Codes of alleles in BCF: twice the place of the allele, plus the phase bit.
constexpr std::int32_t missing_call = 0;
constexpr std::int32_t place_of(std::int32_t code) { return code >> 1; }
constexpr bool is_phased(std::int32_t code) { return (code & 1) != 0; }

/// Returns a genotype as VCF writes it.
std::string genotype_text(GenotypeCodes const& codes, std::size_t place) {
  std::string text;
  for (std::size_t k = 0; k < codes.per_sample; ++k) {
    auto const code = codes.at(place, k);
    if (code < 0) break;
    if (k != 0) text += is_phased(code) ? '|' : '/';
    text += place_of(code) == 0 ? "." : std::to_string(place_of(code) - 1);
  }
  return text.empty() ? "." : text;
}

}  // namespace

RowWriter::RowWriter(ExtractPlan const& plan, std::vector<std::size_t> places)
    : plan_{plan}, places_{std::move(places)} {}

RowWriter::Outcome RowWriter::append(VariantRecord const& record, ByteBuffer& rows) {
  if (!check_site(record)) return Outcome::bad;
  make_cells(record);
  std::size_t const begin = rows.size();
  is_variant_ = false;
  append_site(record, rows);
  auto const& codes = record.genotypes;
  std::size_t const cells_begin = rows.size();
  if (!append_short_pairs(codes, rows)) {
    rows.set_size(cells_begin);
    is_variant_ = false;
    if (!append_cells(codes, rows)) {
      rows.set_size(begin);
      return Outcome::bad;
    }
  }
  if (plan_.variant_only && !is_variant_) {
    rows.set_size(begin);
    return Outcome::non_variant;
  }
  rows.append("\n", 1);
  return Outcome::written;
}

bool RowWriter::check_site(VariantRecord const& record) {
  auto const& contig = record.contig;
  if (contig.empty() || !std::all_of(contig.begin(), contig.end(), is_graphic)) {
    return refuse(RecordFaultKind::chrom, contig);
  }
  if (record.pos < 1 || record.pos > std::numeric_limits<std::int32_t>::max()) {
    return refuse(RecordFaultKind::pos, std::to_string(record.pos));
  }
  if (record.alleles.empty() || !is_text(record.alleles.front())) {
    return refuse(RecordFaultKind::ref,
                  record.alleles.empty() ? std::string_view{} : record.alleles.front());
  }
  return record.genotypes.per_sample != 0 || refuse(RecordFaultKind::no_gt);
}

void RowWriter::make_cells(VariantRecord const& record) {
  alleles_.assign(record.alleles.begin(), record.alleles.end());
  cells_.assign(1, plan_.missing_code);
  for (auto const& allele : alleles_) {
    cells_.push_back(is_text(allele) ? allele
                     : allele == "*" ? std::string_view{plan_.deletion_code}
                                     : std::string_view{});
  }
  constexpr std::size_t most_codes = 128;  // larger codes are negative
  std::size_t const count = std::min(2 * cells_.size(), most_codes);
  for (std::size_t code = 0; code < count; ++code) {
    auto const& cell = cells_[code / 2];
    short_cells_[code] = cell.size() == 1 ? cell.front() : '\0';
  }
  for (std::size_t code = count; code < short_codes_; ++code) short_cells_[code] = '\0';
  short_codes_ = count;
}

void RowWriter::append_site(VariantRecord const& record, ByteBuffer& rows) const {
  char digits[24];
  digits[0] = '\t';
  char* const end = std::to_chars(digits + 1, digits + sizeof digits - 1, record.pos).ptr;
  *end = '\t';
  rows.append(record.contig.data(), record.contig.size());
  rows.append(digits, static_cast<std::size_t>(end + 1 - digits));
  rows.append(record.alleles.front().data(), record.alleles.front().size());
}

/// Appends the cells of a usual record, whose samples have two one-byte codes and one-byte cells.
/// Returns false for any other record; what was appended is then undefined.
bool RowWriter::append_short_pairs(GenotypeCodes const& codes, ByteBuffer& rows) {
  if (plan_.ploidy != 2 || codes.per_sample != 2 || codes.code_bytes != 1) return false;
  rows.reserve_more(4 * places_.size());
  char* to = rows.end();
  unsigned odd = 0;
  unsigned all = 0;
  for (std::size_t const place : places_) {
    unsigned const first = codes.data[2 * place];
    unsigned const second = codes.data[2 * place + 1];
    char const cells[4] = {'\t', short_cells_[first], '\t', short_cells_[second]};
    std::memcpy(to, cells, sizeof cells);
    to += sizeof cells;
    bool const differ = (first ^ second) > 1;
    odd |= static_cast<unsigned>(cells[1] == '\0') | static_cast<unsigned>(cells[3] == '\0') |
           (static_cast<unsigned>(differ) & ~second & 1U);
    all |= first | second;
  }
  if (odd != 0) return false;
  rows.grow_size(4 * places_.size());
  // REF has place 1, so any other allele sets a higher bit.
  is_variant_ = (all >> 1) > 1;
  return true;
}

/// Appends the cells of any record. Returns false if a genotype has a fault.
bool RowWriter::append_cells(GenotypeCodes const& codes, ByteBuffer& rows) {
  for (std::size_t sample = 0; sample < places_.size(); ++sample) {
    Call call{};
    if (!read_call(codes, sample, call)) {
      fault_.sample = sample;
      fault_.found = fault_.found.empty() ? genotype_text(codes, places_[sample]) : fault_.found;
      return false;
    }
    std::int32_t const both[2] = {place_of(call.first), place_of(call.second)};
    for (std::size_t k = 0; k < plan_.ploidy; ++k) {
      is_variant_ = is_variant_ || both[k] > 1;
      auto const& cell = cells_[static_cast<std::size_t>(both[k])];
      rows.append("\t", 1);
      rows.append(cell.data(), cell.size());
    }
  }
  return true;
}

/// Reads the two alleles of a sample, which are the same for a sample with one column. Returns
/// false if the genotype has a fault.
bool RowWriter::read_call(GenotypeCodes const& codes, std::size_t sample, Call& call) {
  std::size_t const place = places_[sample];
  if (codes.per_sample > 2 && codes.at(place, 2) >= 0) return refuse(RecordFaultKind::ploidy);
  call.first = std::max(codes.at(place, 0), missing_call);
  call.second = codes.per_sample > 1 ? codes.at(place, 1) : -1;
  bool const is_haploid = call.second < 0;
  if (is_haploid) call.second = call.first;
  if (!check_alleles(call)) return false;
  if (is_haploid) {
    if (plan_.ploidy == 1 || place_of(call.first) == 0) return true;
    if (plan_.haploid == HaploidPolicy::error) return refuse(RecordFaultKind::haploid);
    if (plan_.haploid == HaploidPolicy::missing) call.second = missing_call;
    return true;
  }
  if (place_of(call.first) == place_of(call.second)) return true;
  if (!is_phased(call.second)) {
    if (plan_.unphased == UnphasedPolicy::error) return refuse(RecordFaultKind::unphased);
    if (plan_.unphased == UnphasedPolicy::missing) call = {missing_call, missing_call};
  }
  bool const fits = plan_.ploidy == 2 || place_of(call.first) == place_of(call.second);
  return fits || refuse(RecordFaultKind::heterozygous);
}

bool RowWriter::check_alleles(Call const& call) {
  for (std::int32_t const code : {call.first, call.second}) {
    auto const allele = static_cast<std::size_t>(place_of(code));
    if (allele >= cells_.size()) return refuse(RecordFaultKind::allele);
    if (cells_[allele].empty()) return refuse(RecordFaultKind::symbolic, alleles_[allele - 1]);
  }
  return true;
}

bool RowWriter::refuse(RecordFaultKind kind, std::string_view found) {
  fault_ = {.kind = kind, .sample = RecordFault::no_sample, .found = std::string{found}};
  return false;
}

}  // namespace hapmill

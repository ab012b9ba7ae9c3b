#include "extract/variant_line.hpp"

#include <array>
#include <charconv>
#include <cstring>

namespace hapmill {

namespace {

constexpr std::uint8_t no_allele = 0x81;  // BCF's value after the last allele of a shorter genotype
constexpr std::uint8_t no_digit = 0xFF;

/// [byte] The code of an allele, without the phase bit.
constexpr auto allele_codes = [] {
  std::array<std::uint8_t, 256> codes{};
  codes.fill(no_digit);
  codes['.'] = 0;
  for (int digit = 0; digit <= 9; ++digit) {
    codes[static_cast<std::size_t>('0' + digit)] = static_cast<std::uint8_t>((digit + 1) << 1);
  }
  return codes;
}();

std::uint8_t allele_code(char byte) { return allele_codes[static_cast<unsigned char>(byte)]; }

char const* find_tab(char const* from, char const* end) {
  return static_cast<char const*>(std::memchr(from, '\t', static_cast<std::size_t>(end - from)));
}

void split_alternates(std::string_view alternates, std::vector<std::string_view>& alleles) {
  if (alternates == ".") return;
  while (true) {
    auto const comma = alternates.find(',');
    alleles.push_back(alternates.substr(0, comma));
    if (comma == std::string_view::npos) return;
    alternates.remove_prefix(comma + 1);
  }
}

}  // namespace

bool VariantLineReader::read(std::string_view line, std::size_t sample_count,
                             VariantRecord& record) {
  constexpr std::size_t fixed_columns = 9;
  std::array<std::string_view, fixed_columns> fields;
  char const* at = line.data();
  char const* const end = at + line.size();
  for (auto& field : fields) {
    char const* const tab = find_tab(at, end);
    if (tab == nullptr) return false;
    field = {at, static_cast<std::size_t>(tab - at)};
    at = tab + 1;
  }
  auto const& [chrom, pos, id, ref, alt, qual, filter, info, format] = fields;
  if (format != "GT" && !format.starts_with("GT:")) return false;
  auto const [stop, error] = std::from_chars(pos.data(), pos.data() + pos.size(), record.pos);
  if (error != std::errc{} || stop != pos.data() + pos.size() || pos.front() == '-') return false;
  if (!read_genotypes(at, end, sample_count)) return false;
  record.contig = chrom;
  record.alleles.assign(1, ref);
  split_alternates(alt, record.alleles);
  record.genotypes = {.data = codes_.data(), .code_bytes = 1, .per_sample = 2};
  return true;
}

bool VariantLineReader::read_genotypes(char const* at, char const* end, std::size_t sample_count) {
  codes_.resize(2 * sample_count);
  std::uint8_t* code = codes_.data();
  // The zero byte after the line ends every field, so nothing is read beyond it.
  for (std::size_t sample = 0; sample < sample_count; ++sample, code += 2) {
    code[0] = allele_code(*at);
    if (code[0] == no_digit) return false;
    ++at;
    code[1] = no_allele;
    if (*at == '|' || *at == '/') {
      std::uint8_t const second = allele_code(at[1]);
      if (second == no_digit) return false;
      code[1] = static_cast<std::uint8_t>(second | static_cast<std::uint8_t>(*at == '|'));
      at += 2;
    }
    if (*at == ':') {
      at = find_tab(at, end);
      if (at == nullptr) at = end;
    }
    bool const is_last = sample + 1 == sample_count;
    if (is_last ? at != end : *at != '\t') return false;
    ++at;
  }
  return true;
}

}  // namespace hapmill

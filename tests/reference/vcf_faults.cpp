#include "vcf_faults.hpp"

#include "text.hpp"

#include <algorithm>
#include <cstdint>

namespace reference {
namespace {

bool holds_only(std::string const& text, std::string const& symbols) {
  return text.find_first_not_of(symbols) == std::string::npos;
}

bool is_vcf_contig(std::string const& name) {
  std::string const letters =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&+./:;?@^_|~-";
  // A record that starts with # would be a line of the header.
  return !name.empty() && name[0] != '#' && holds_only(name.substr(0, 1), letters) &&
         holds_only(name, letters + "*=");
}

bool is_bases(std::string const& text) { return !text.empty() && holds_only(text, "ACGTN"); }

bool is_vcf_alternate(std::string const& text, Ref const& ref) {
  return text == "*" || (is_bases(text) && text != ref.printed);
}

std::optional<std::uint64_t> length_in_fai(std::string const& contig, Options const& options) {
  for (auto const& [name, length] : *options.fai) {
    if (name == contig) return length;
  }
  return std::nullopt;
}

}  // namespace

std::optional<VcfFault> find_vcf_fault(Site const& site, std::vector<std::size_t> const& counted,
                                       Options const& options) {
  if (!is_vcf_contig(site.contig)) return VcfFault{"contig-name", 0};
  if (options.fai) {
    std::optional<std::uint64_t> const length = length_in_fai(site.contig, options);
    if (!length) return VcfFault{"contig-unknown", 0};
    if (number_less(std::to_string(*length), site.pos)) return VcfFault{"contig-length", 1};
  }
  if (!is_bases(site.ref.printed)) return VcfFault{"ref-allele", 2};
  for (std::size_t column : counted) {
    Cell const& cell = site.cells[column];
    if (is_alternate(cell, site.ref) && !is_vcf_alternate(cell.text, site.ref)) {
      return VcfFault{"alt-allele", 3 + column};
    }
  }
  return std::nullopt;
}

}  // namespace reference

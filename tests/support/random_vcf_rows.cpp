#include "random_vcf_rows.hpp"

#include "random_options.hpp"

#include <algorithm>
#include <cstddef>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

std::string pick_bases(Random& random, std::uint64_t size, std::string const& letters = "ACGT") {
  std::string text;
  while (text.size() < size) text += letters[random.below(letters.size())];
  return text;
}

std::string pick_odd_contig(Random& random) {
  std::string const symbols = "aZ09!#$%&+./:;?@^_|~-";
  std::string name{symbols[random.below(symbols.size())]};
  std::string const later = symbols + "*=";
  std::uint64_t const size = random.between(1, 30);
  while (name.size() < size) name += later[random.below(later.size())];
  return name.starts_with("##") ? "c" + name.substr(1) : name;
}

/// Names that a VCF header cannot have; a .fai does not list them.
bool is_forbidden(std::string const& contig) {
  return contig.find_first_of(",<>\"\xC3\xA9") != std::string::npos || contig.starts_with('*') ||
         contig.starts_with('=') || contig.starts_with('#');
}

Texts pick_many_alleles(Random& random, std::string const& ref) {
  Texts alleles{ref};
  std::uint64_t const count = random.one_in(2) ? random.between(10, 20) : random.between(60, 140);
  std::uint64_t const longest = random.one_in(6) ? 300 : 8;
  while (alleles.size() < count) {
    std::string const allele = pick_bases(random, random.between(1, longest), "ACGTN");
    if (std::find(alleles.begin(), alleles.end(), allele) == alleles.end()) {
      alleles.push_back(allele);
    }
  }
  return alleles;
}

}  // namespace

RowRates make_vcf_row_rates(Random& random) {
  std::vector<std::uint64_t> const rare{0, 0, 0, 2, 20};
  std::vector<std::uint64_t> const any{0, 5, 50, 300};
  RowRates rates;
  rates.missing = random.pick(any);
  rates.deletion = random.pick(random.one_in(2) ? any : rare);
  rates.ambiguous = random.pick(random.one_in(3) ? any : rare);
  rates.lower_case = random.pick(random.one_in(3) ? any : rare);
  rates.unusual_cell = random.pick(std::vector<std::uint64_t>{0, 0, 0, 1, 10});
  rates.unusual_ref = random.pick(std::vector<std::uint64_t>{0, 50, 300, 300});
  if (random.one_in(4)) rates.bad_row = random.pick(std::vector<std::uint64_t>{3, 30, 100});
  return rates;
}

Texts make_vcf_contigs(Random& random, char delimiter) {
  if (random.one_in(6)) return make_contigs(random, delimiter);
  bool const odd = random.one_in(3);
  std::uint64_t const count = random.one_in(3) ? 1 : random.between(2, 7);
  Texts contigs;
  for (std::uint64_t i = 0; i < count; ++i) {
    std::string const plain = "chr" + std::to_string(random.between(1, 30));
    std::string const contig = without_delimiter(odd ? pick_odd_contig(random) : plain, delimiter);
    bool const is_new = std::find(contigs.begin(), contigs.end(), contig) == contigs.end();
    if (is_new) contigs.push_back(contig);
  }
  return contigs;
}

std::vector<std::pair<std::string, std::uint64_t>> make_fai(Random& random, Texts const& contigs) {
  Texts names;
  for (std::string const& contig : contigs) {
    if (!is_forbidden(contig) && !random.one_in(12)) names.push_back(contig);
  }
  if (names.empty() || random.one_in(2)) names.push_back("not_in_any_row");
  random.shuffle(names);
  std::vector<std::pair<std::string, std::uint64_t>> fai;
  for (std::string const& name : names) {
    std::uint64_t length = random.one_in(2) ? 2147483647 : 5'000'000;
    if (random.one_in(8)) length = random.between(1, 5'000'000);
    fai.emplace_back(name, length);
  }
  return fai;
}

std::string VcfPositions::next(std::string const& contig) {
  if (!ascending_) return "";
  std::uint64_t& last = last_[contig];
  last += last == 0 || random_.one_in(20) ? random_.between(1, 100'000) : random_.below(500);
  return std::to_string(last);
}

std::string pick_vcf_ref(Random& random, RowRates const& rates, reference::Options const& options) {
  std::string const codes = "RYSWKMBDHVryN";
  if (random.below(1000) >= rates.unusual_ref) return pick_bases(random, 1);
  switch (random.below(8)) {
    case 0:
    case 1:
      return pick_bases(random, 1, codes);
    case 2:
    case 3:
      return pick_bases(random, random.between(2, random.one_in(5) ? 200 : 5));
    case 4:
      return pick_bases(random, random.between(2, 4), codes + "ACGT");
    case 5:
      return pick_bases(random, 1, "acgtn");
    case 6:
      return options.deletion_code;
    default:
      return random.pick(Texts{"*", ".", "N-", "<DEL>", "X", "é", "A,C"});
  }
}

Texts pick_vcf_alleles(Random& random, std::string const& ref) {
  Texts alleles{ref};
  if (random.one_in(8)) return alleles;
  if (random.one_in(20)) return pick_many_alleles(random, ref);
  if (random.one_in(4)) {
    // Prefer the bases of IUPAC codes, because a longer REF may be printed as one of them.
    alleles.insert(alleles.end(), {"A", "C", "G", "AA", "AC", "CA", pick_bases(random, 3)});
    random.shuffle(alleles);
    alleles.resize(random.between(1, alleles.size()));
  } else {
    alleles.push_back(pick_bases(random, 1));
    if (random.one_in(3)) alleles.push_back(pick_bases(random, 1));
  }
  if (random.one_in(10)) alleles.push_back("*");
  if (random.one_in(10)) alleles.push_back(pick_bases(random, random.between(2, 40)));
  return alleles;
}

}  // namespace hapmill::test

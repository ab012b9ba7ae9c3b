#include "random.hpp"
#include "random_choice.hpp"
#include "random_matrix.hpp"
#include "random_options.hpp"
#include "random_rows.hpp"
#include "random_vcf_rows.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

std::string join(Texts const& texts, char delimiter) {
  std::string joined;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) joined += delimiter;
    joined += texts[i];
  }
  return joined;
}

reference::Options make_options(Random& random, std::string const& format) {
  bool const vcf = random.one_in(2) || (format == "hapmap" && !random.one_in(3));
  reference::Options options = vcf ? make_random_vcf_options(random) : make_random_options(random);
  options.input_format = format;
  options.pairs = "auto";
  options.unpaired_haploid = false;
  options.delimiter = random.pick(std::vector{'\t', '\t', '\t', ',', ';', ' '});
  if (!options.missing_codes.empty()) {
    options.missing_codes =
        random.pick(std::vector<Texts>{{}, {"N", "."}, {"?", "NA"}, {".", "n"}});
  }
  if (options.deletion_code.size() == 1) options.deletion_code = "-";
  if (!vcf && !random.one_in(4)) {
    options.unphased = random.pick(Texts{"error", "as-is", "as-is", "missing"});
  }
  return options;
}

/// The properties of the calls of one file.
class DiploidCells {
 public:
  DiploidCells(Random& random, reference::Options const& options)
      : random_{random},
        options_{options},
        unphased_in_(random.pick(std::vector<std::uint64_t>{1, 3, 50, 1'000'000})),
        haploid_in_(random.pick(std::vector<std::uint64_t>{4, 30, 1'000'000})),
        bad_in_(random.one_in(3) ? 300 : 1'000'000) {}

  Texts begin_row() {
    RowRates rates;
    rates.unusual_ref = random_.one_in(4) ? 100 : 0;
    std::string ref = pick_vcf_ref(random_, rates, options_);
    ref = clean(ref);
    alleles_ = pick_vcf_alleles(random_, ref);
    for (std::string& allele : alleles_) allele = clean(allele);
    alleles_.push_back(ref);
    ref_ = ref;
    return {ref};
  }

  std::string next() {
    if (random_.one_in(bad_in_)) {
      return random_.pick(Texts{"A|", "/T", "A|C|G", "|", "", "A/C|G"});
    }
    if (random_.one_in(25)) return random_.pick(Texts{".", "./.", ".|.", "N|N", "?"});
    if (random_.one_in(haploid_in_)) return allele();
    std::string const left = allele();
    std::string const right = random_.one_in(3) ? allele() : left;
    return left + (random_.one_in(unphased_in_) ? '/' : '|') + right;
  }

 private:
  std::string allele() {
    if (random_.one_in(40)) return random_.pick(Texts{".", "-", "*", "N", "R", "a"});
    return random_.one_in(3) ? random_.pick(alleles_) : ref_;
  }

  std::string clean(std::string text) const {
    text = without_delimiter(without_delimiter(text, '|'), '/');
    return without_delimiter(text, options_.delimiter);
  }

  Random& random_;
  reference::Options const& options_;
  std::uint64_t unphased_in_;
  std::uint64_t haploid_in_;
  std::uint64_t bad_in_;
  Texts alleles_;
  std::string ref_;
};

class HapMapCells {
 public:
  explicit HapMapCells(Random& random)
      : random_{random},
        two_letters_{random.one_in(2)},
        unusual_in_(random.pick(std::vector<std::uint64_t>{5, 100, 1'000'000})),
        bad_in_(random.one_in(3) ? 300 : 1'000'000) {}

  /// Makes the `alleles` column.
  std::string begin_row() {
    std::string bases = "ACGT";
    bases_ = {bases.substr(random_.below(4), 1), bases.substr(random_.below(4), 1)};
    is_void_ = random_.one_in(20);
    if (is_void_) return random_.pick(Texts{"NA", "N", "", "A/C"});
    if (random_.one_in(unusual_in_)) {
      return random_.pick(Texts{"NA", "-/A", "+/-", "A/C/G", "R/A", ".", "NN", "a/g", "AT/A"});
    }
    return random_.one_in(6) ? bases_[0] : bases_[0] + '/' + bases_[1];
  }

  std::string next() {
    if (random_.one_in(bad_in_)) return random_.pick(Texts{"", "A/G", "AGT", "A", "AG"});
    if (is_void_ || random_.one_in(12)) {
      return two_letters_ ? random_.pick(Texts{"NN", "NN", "N", "XX"})
                          : random_.pick(Texts{"N", "N", "X"});
    }
    if (two_letters_) return letter() + letter();
    if (random_.one_in(4)) return random_.pick(Texts{"R", "Y", "S", "W", "K", "M", "r"});
    return letter();
  }

 private:
  std::string letter() {
    if (!random_.one_in(unusual_in_)) return random_.pick(bases_);
    return random_.pick(Texts{"-", "+", "0", "B", "V", "a", "N", ".", "1", "H"});
  }

  Random& random_;
  bool two_letters_;
  std::uint64_t unusual_in_;
  std::uint64_t bad_in_;
  Texts bases_;
  bool is_void_ = false;
};

std::map<std::string, std::string> make_sequences(Random& random, Texts const& contigs) {
  std::map<std::string, std::string> sequences;
  for (std::string const& contig : contigs) {
    if (random.one_in(12)) continue;
    std::string bases(random.between(1, 3000), 'A');
    for (char& base : bases)
      base = random.pick(std::vector{'A', 'C', 'G', 'T', 'a', 'c', 'N', 'g'});
    sequences[contig] = bases;
  }
  return sequences;
}

Texts make_names(Random& random, reference::Options const& options) {
  std::size_t const count = random.one_in(12) ? random.between(50, 300) : random.between(1, 12);
  Texts names;
  for (std::size_t k = 1; k <= count; ++k) names.push_back("x" + std::to_string(k));
  if (random.one_in(30)) names.back() = names.front();
  if (options.delimiter != ' ' && random.one_in(6)) names.front() = "line 7";
  return names;
}

std::string make_header(Random& random, Texts const& names, reference::Options const& options) {
  Texts fields;
  if (options.input_format == "hapmap") {
    bool const gapit = random.one_in(2);
    fields = {gapit ? "rs" : "rs#",
              "alleles",
              "chrom",
              "pos",
              "strand",
              gapit ? "assembly" : "assembly#",
              "center",
              "protLSID",
              "assayLSID",
              gapit ? "panel" : "panelLSID",
              "QCcode"};
  } else {
    fields = {random.pick(Texts{"CHROM", "#CHROM", "chrom"}), "POS", "REF"};
  }
  fields.insert(fields.end(), names.begin(), names.end());
  if (options.input_format == "diploid" && options.delimiter == '\t' && random.one_in(2)) {
    for (std::size_t k = 0; k < fields.size(); ++k) {
      fields[k] = '[' + std::to_string(k + 1) + ']' + fields[k] + (k < 3 ? "" : ":GT");
    }
    fields[0] = random.pick(Texts{"# ", "#"}) + "[1]CHROM";
  }
  return join(fields, options.delimiter);
}

void spoil(Random& random, Texts& fields) {
  switch (random.below(4)) {
    case 0:
      fields.pop_back();
      break;
    case 1:
      fields.push_back("A");
      break;
    case 2:
      fields[random.below(std::min<std::size_t>(fields.size(), 5))] =
          random.pick(Texts{"", "0", "1e9", "a b", "4294967296"});
      break;
    default:
      fields = {random.pick(Texts{"", "#", "7"})};
  }
}

RandomCase make_case(std::uint64_t seed, std::string const& format) {
  Random random{seed};
  RandomCase made;
  made.seed = seed;
  made.options = make_options(random, format);
  made.spell_defaults = random.one_in(4);
  reference::Options& options = made.options;
  bool const hapmap = format == "hapmap";
  bool const vcf = options.output_kind == "vcf";
  Texts const contigs =
      vcf ? make_vcf_contigs(random, options.delimiter) : make_contigs(random, options.delimiter);
  if (vcf && random.one_in(4)) options.fai = make_fai(random, contigs);
  bool const plain_names = std::none_of(contigs.begin(), contigs.end(), [](auto const& name) {
    return name.find_first_of(" \t>") != std::string::npos;
  });
  if (plain_names && random.one_in(3)) options.sequences = make_sequences(random, contigs);
  Texts const names = make_names(random, options);
  std::string const line_end = random.one_in(5) ? "\r\n" : "\n";
  bool const has_header = !random.one_in(6);
  if (random.one_in(8)) made.matrix += "##SAMPLE=<ID=x1>" + line_end;
  if (has_header) made.matrix += make_header(random, names, options) + line_end;

  DiploidCells diploid{random, options};
  HapMapCells hapmap_cells{random};
  VcfPositions positions{random};
  std::size_t const row_count = random.one_in(8) ? random.between(1, 300) : random.between(1, 40);
  bool const has_bad_rows = random.one_in(3);
  bool is_first = true;
  for (auto const& contig : make_contig_runs(random, contigs, row_count, options.stream)) {
    std::string pos = positions.next(contig);
    if (pos.empty() || options.sequences) pos = std::to_string(random.between(1, 3000));
    Texts fields;
    if (hapmap) {
      fields = {"r" + pos, hapmap_cells.begin_row(), contig, pos,
                random.pick(Texts{"+", "-", "."})};
      fields.resize(11, "NA");
    } else {
      fields = {contig, pos, diploid.begin_row().front()};
    }
    for (std::size_t k = 0; k < names.size(); ++k) {
      fields.push_back(hapmap ? hapmap_cells.next() : diploid.next());
    }
    bool const may_be_bad = has_header || !is_first;
    if (has_bad_rows && may_be_bad && random.one_in(12)) spoil(random, fields);
    made.matrix += join(fields, options.delimiter) + line_end;
    is_first = false;
  }
  if (random.one_in(5)) made.matrix.resize(made.matrix.size() - line_end.size());
  Texts columns;  // two per sample
  for (std::size_t k = 1; k <= names.size(); ++k) {
    columns.insert(columns.end(), 2, has_header ? names[k - 1] : "s" + std::to_string(k));
  }
  if (random.one_in(2)) add_random_choice(random, columns, options);
  return made;
}

}  // namespace

RandomCase make_random_diploid_case(std::uint64_t seed) { return make_case(seed, "diploid"); }

RandomCase make_random_hapmap_case(std::uint64_t seed) { return make_case(seed, "hapmap"); }

}  // namespace hapmill::test

#include "genotypes.hpp"

#include "bad_rows.hpp"
#include "contigs.hpp"
#include "reference_errors.hpp"
#include "text.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>

namespace reference {
namespace {

using Texts = std::vector<std::string>;

/// The one or two alleles of a genotype, and the separator between them.
struct Genotype {
  Texts alleles;
  char separator = 0;
};

std::string fold(std::string const& text, Options const& options) {
  return options.fold_case.value_or(options.output_kind == "vcf") ? upper_case(text) : text;
}

Texts missing_codes(Options const& options) {
  Texts codes = options.missing_codes;
  if (codes.empty()) codes = default_missing_codes(options.input_format);
  return codes;
}

bool is_missing_code(std::string const& text, Options const& options) {
  Texts const codes = missing_codes(options);
  return std::any_of(codes.begin(), codes.end(), [&](std::string const& code) {
    return fold(code, options) == fold(text, options);
  });
}

std::optional<Genotype> read_diploid(std::string const& cell) {
  Genotype genotype{{""}, 0};
  for (char const byte : cell) {
    if (byte != '|' && byte != '/') {
      genotype.alleles.back() += byte;
      continue;
    }
    genotype.alleles.push_back("");
    genotype.separator = byte;
  }
  if (genotype.alleles.size() > 2) return std::nullopt;
  for (std::string const& allele : genotype.alleles) {
    if (allele.empty()) return std::nullopt;
  }
  return genotype;
}

std::optional<Genotype> read_hapmap(std::string const& cell, bool two_letters,
                                    Options const& options) {
  std::map<std::string, Texts> const codes{
      {"R", {"A", "G"}}, {"Y", {"C", "T"}}, {"S", {"C", "G"}}, {"W", {"A", "T"}}, {"K", {"G", "T"}},
      {"M", {"A", "C"}}, {"r", {"a", "g"}}, {"y", {"c", "t"}}, {"s", {"c", "g"}}, {"w", {"a", "t"}},
      {"k", {"g", "t"}}, {"m", {"a", "c"}}, {"0", {"+", "-"}}};
  if (cell.size() == 1 && is_missing_code(cell, options)) return Genotype{{cell, cell}, '/'};
  if (two_letters && cell.size() == 2) return Genotype{{cell.substr(0, 1), cell.substr(1)}, '/'};
  if (two_letters || cell.size() != 1) return std::nullopt;
  if (codes.contains(cell)) return Genotype{codes.at(cell), '/'};
  return Genotype{{cell, cell}, '/'};
}

std::string bases_at(std::string const& contig, std::string const& pos, std::size_t size,
                     Options const& options) {
  auto const sequence = options.sequences->find(contig);
  if (sequence == options.sequences->end()) return "";
  std::size_t const begin = std::stoull(pos) - 1;
  if (begin >= sequence->second.size()) return "";
  return upper_case(sequence->second.substr(begin, size));
}

/// Reads the rows of one file.
class GenotypeReader {
 public:
  GenotypeReader(Texts const& names, bool two_letters, Options const& options)
      : column_count_{names.size()}, two_letters_{two_letters}, options_{options} {}

  Row read(std::size_t line_number, std::string const& text) const {
    Row row{line_number, "", text};
    Texts const fields = split_fields(text, options_.delimiter);
    Texts made;
    row.reason = rewrite(text, fields, made, row.separators);
    row.text = row.reason.empty() ? join(made, options_.delimiter) : contig_only(fields);
    return row;
  }

 private:
  bool is_hapmap() const { return options_.input_format == "hapmap"; }
  std::size_t chrom() const { return is_hapmap() ? 2 : 0; }
  std::size_t first_cell() const { return is_hapmap() ? 11 : 3; }

  /// Makes a row that only names its contig.
  std::string contig_only(Texts const& fields) const {
    bool const names_contig = fields.size() > chrom() && is_contig_name(fields[chrom()]) &&
                              (is_hapmap() || fields.size() > 1);
    if (!names_contig) return "";
    // POS is used for the phase set of the contig, unless it is the last field of the row.
    bool const has_pos = fields.size() > (is_hapmap() ? 3 : 2);
    return join({fields[chrom()], has_pos ? fields[chrom() + 1] : "", ""}, options_.delimiter);
  }

  std::string rewrite(std::string const& text, Texts const& fields, Texts& made,
                      std::vector<char>& separators) const {
    if (text.empty()) return "empty-line";
    if (fields.size() != column_count_) return "fields";
    if (!is_contig_name(fields[chrom()])) return "chrom";
    if (!is_position(fields[chrom() + 1])) return "pos";
    std::vector<Genotype> genotypes;
    bool all_good = true;
    for (std::size_t i = first_cell(); i < fields.size(); ++i) {
      auto genotype =
          is_hapmap() ? read_hapmap(fields[i], two_letters_, options_) : read_diploid(fields[i]);
      all_good = all_good && genotype;
      genotypes.push_back(genotype.value_or(Genotype{{"?", "?"}, '/'}));
    }
    std::string const ref = find_ref(fields, genotypes);
    if (is_hapmap() && ref.empty()) return "ref-unknown";
    if (ref.empty() || std::any_of(ref.begin(), ref.end(), [](char byte) {
          return static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
        })) {
      return "ref";
    }
    if (!all_good) return "genotype";
    made = {fields[chrom()], fields[chrom() + 1], ref};
    for (Genotype const& genotype : genotypes) put(genotype, ref, made, separators);
    return "";
  }

  std::string find_ref(Texts const& fields, std::vector<Genotype> const& genotypes) const {
    if (!is_hapmap()) return fields[2];
    if (options_.sequences) return bases_at(fields[2], fields[3], 1, options_);
    std::string const first = split_fields(fields[1], '/')[0];
    std::set<std::string> const none{"", "NA", "N", "NN", "."};
    if (!none.contains(first)) return first;
    bool const is_void =
        std::all_of(genotypes.begin(), genotypes.end(), [&](Genotype const& genotype) {
          return is_missing_code(genotype.alleles[0], options_) &&
                 is_missing_code(genotype.alleles[1], options_);
        });
    return is_void ? "N" : "";
  }

  void put(Genotype const& genotype, std::string const& ref, Texts& made,
           std::vector<char>& separators) const {
    Texts alleles = genotype.alleles;
    separators.push_back(genotype.separator);
    if (alleles.size() == 1) {
      // The second cell belongs to no sample.
      made.insert(made.end(), {alleles[0], alleles[0]});
      return;
    }
    bool const is_equal =
        fold(alleles[0], options_) == fold(alleles[1], options_) ||
        (is_missing_code(alleles[0], options_) && is_missing_code(alleles[1], options_));
    if (options_.unphased == "missing" && genotype.separator == '/' && !is_equal) {
      alleles.assign(2, missing_codes(options_)[0]);
    }
    if (is_hapmap() && fold(alleles[1], options_) == fold(ref, options_)) {
      std::swap(alleles[0], alleles[1]);
    }
    made.insert(made.end(), alleles.begin(), alleles.end());
  }

  std::size_t column_count_;
  bool two_letters_;
  Options const& options_;
};

bool is_header(Texts const& fields, Options const& options) {
  if (options.input_format == "hapmap") return fields.size() > 3 && !is_number(fields[3]);
  std::set<std::string> const names{"CHROM", "CHR", "CONTIG", "CHROMOSOME", "SCAFFOLD"};
  std::string first = fields[0];
  for (std::string const mark : {"#", " ", "[1]"}) {
    if (first.starts_with(mark)) first.erase(0, mark.size());
  }
  return fields.size() > 1 && names.contains(upper_case(first)) && !is_number(fields[1]);
}

/// `name` for `[4]name:GT`.
std::string plain_name(std::string name) {
  std::size_t const bracket = name.find(']');
  if (name[0] != '[' || bracket == std::string::npos) return name;
  name.erase(0, bracket + 1);
  if (name.ends_with(":GT")) name.erase(name.size() - 3);
  return name;
}

}  // namespace

Texts default_missing_codes(std::string const& input_format) {
  if (input_format == "diploid") return {"."};
  if (input_format == "hapmap") return {"N", "X"};
  return {"N"};
}

Matrix read_genotypes(std::string const& text, Options const& options) {
  bool const hapmap = options.input_format == "hapmap";
  std::size_t const site_count = hapmap ? 11 : 3;
  Texts const lines = split_lines(text);
  std::size_t next = 0;
  while (next < lines.size() && lines[next].starts_with("##")) ++next;
  if (next == lines.size()) throw InputError("the file is empty");
  Texts columns = split_fields(lines[next], options.delimiter);
  if (columns.size() <= site_count) throw InputError("no sample");
  if (is_header(columns, options)) {
    ++next;
  } else {
    for (std::size_t i = site_count; i < columns.size(); ++i) {
      columns[i] = "s" + std::to_string(i - site_count + 1);
    }
  }
  bool two_letters = false;
  if (next < lines.size()) {
    Texts const fields = split_fields(lines[next], options.delimiter);
    for (std::size_t i = site_count; i < fields.size(); ++i) {
      two_letters = two_letters || fields[i].size() > 1;
    }
  }
  Matrix matrix;
  for (std::size_t i = site_count; i < columns.size(); ++i) {
    std::string const name = hapmap ? columns[i] : plain_name(columns[i]);
    matrix.column_names.insert(matrix.column_names.end(), {name, name});
  }
  GenotypeReader const reader{columns, two_letters, options};
  for (; next < lines.size(); ++next) matrix.rows.push_back(reader.read(next + 1, lines[next]));
  return matrix;
}

std::vector<Sample> samples_of_row(std::vector<Sample> samples, Row const& row) {
  if (row.separators.empty()) return samples;
  for (Sample& sample : samples) {
    char const separator = row.separators[sample.columns[0] / 2];
    if (separator == 0) sample.columns.pop_back();
    if (separator != 0) sample.separator = separator;
  }
  return samples;
}

bool has_unphased_call(std::vector<Sample> const& samples, Site const& site,
                       Options const& options) {
  if (options.unphased.value_or("error") != "error") return false;
  return std::any_of(samples.begin(), samples.end(), [&](Sample const& sample) {
    if (sample.separator != '/' || sample.columns.size() != 2) return false;
    Cell const& left = site.cells[sample.columns[0]];
    Cell const& right = site.cells[sample.columns[1]];
    if (left.is_missing || right.is_missing) return left.is_missing != right.is_missing;
    return left.text != right.text;
  });
}

bool is_ref_mismatch(Texts const& fields, Options const& options) {
  if (!options.sequences || options.input_format == "hapmap") return false;
  if (fields.size() < 3 || !is_contig_name(fields[0]) || !is_position(fields[1])) return false;
  if (fields[2].empty()) return false;
  return bases_at(fields[0], fields[1], fields[2].size(), options) != upper_case(fields[2]);
}

}  // namespace reference

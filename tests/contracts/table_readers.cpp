#include "table_readers.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <sstream>

namespace hapmill::test {
namespace {

using Texts = std::vector<std::string>;

Texts split(std::string const& text, std::string const& separators) {
  Texts parts{""};
  for (char symbol : text) {
    if (separators.find(symbol) == std::string::npos) {
      parts.back() += symbol;
    } else {
      parts.emplace_back();
    }
  }
  return parts;
}

bool is_integer(std::string const& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

/// The texts that pandas reads as a missing value.
bool is_not_available(std::string const& text) {
  std::set<std::string> const words{"",         "#N/A", "#N/A N/A", "#NA",    "-1.#IND",
                                    "-1.#QNAN", "-NaN", "-nan",     "1.#IND", "<NA>",
                                    "1.#QNAN",  "N/A",  "NA",       "NULL",   "NaN",
                                    "None",     "n/a",  "nan",      "null"};
  return words.contains(text);
}

/// Returns the lines of a table, which all have the same number of fields.
std::vector<Texts> read_lines(std::string const& table) {
  std::vector<Texts> lines;
  std::istringstream stream{table};
  for (std::string line; std::getline(stream, line);) {
    if (line.find('\r') != std::string::npos) throw Unreadable("a carriage return");
    lines.push_back(split(line, "\t"));
    if (lines.back().size() != lines[0].size()) throw Unreadable("a line of another length");
  }
  if (lines.empty()) throw Unreadable("no header");
  return lines;
}

std::size_t column_of(Texts const& header, std::string const& name) {
  auto const count = std::count(header.begin(), header.end(), name);
  if (count != 1) throw Unreadable(std::to_string(count) + " columns " + name);
  return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
}

/// Returns the sample of a column: the tools take the text before the first separator of its name.
Texts find_samples(Texts const& header, char separator) {
  Texts samples;
  for (std::string const& name : header) {
    std::size_t const end = name.find(separator);
    if (end == std::string::npos) continue;
    std::string const sample = name.substr(0, end);
    if (std::find(samples.begin(), samples.end(), sample) == samples.end()) {
      samples.push_back(sample);
    }
  }
  return samples;
}

struct Columns {
  std::size_t contig;
  std::size_t pos;
  std::vector<std::size_t> pi;
  std::vector<std::size_t> genotype;
};

Columns find_columns(Texts const& header, Texts const& samples, Texts const& site_names,
                     std::string const& pi, std::string const& genotype) {
  for (std::string const& name : site_names) column_of(header, name);
  Columns columns{column_of(header, site_names[0]), column_of(header, site_names[1]), {}, {}};
  for (std::string const& sample : samples) {
    columns.pi.push_back(column_of(header, sample + pi));
    columns.genotype.push_back(column_of(header, sample + genotype));
  }
  if (header.size() != site_names.size() + 2 * samples.size()) {
    throw Unreadable("columns of no sample");
  }
  return columns;
}

/// Throws if pandas would read a field differently: it reads from a quotation mark to the next one,
/// over tabs and lines, and takes some words for missing values.
void check_for_pandas(std::vector<Texts> const& lines) {
  for (Texts const& line : lines) {
    for (std::string const& field : line) {
      if (field.starts_with('"')) throw Unreadable("a quoted field: " + field);
      if (is_not_available(field)) throw Unreadable("a field that is no value: " + field);
    }
  }
}

Reading read_with_pandas(std::vector<Texts> const& lines, Texts const& site_names,
                         std::string const& separator) {
  check_for_pandas(lines);
  Reading reading;
  reading.samples = find_samples(lines[0], separator[0]);
  Columns const columns =
      find_columns(lines[0], reading.samples, site_names, separator + "PI", separator + "PG_al");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    Texts const& line = lines[i];
    if (!is_integer(line[columns.pos])) throw Unreadable("POS " + line[columns.pos]);
    Reading::Row row{line[columns.contig], line[columns.pos], {}};
    for (std::size_t sample = 0; sample < reading.samples.size(); ++sample) {
      std::string const& text = line[columns.genotype[sample]];
      row.genotypes.push_back({line[columns.pi[sample]], split(text, "|")});
      if (text == "." || row.genotypes.back().pi == ".") row.genotypes.back().alleles.clear();
    }
    reading.rows.push_back(row);
  }
  return reading;
}

/// Reads a genotype. A phased one is split at `|`. Unless one allele is long or a star, both have
/// to be bases.
void check_phased_genotype(Texts const& alleles) {
  if (alleles.size() != 2) throw Unreadable("not a pair: " + alleles.at(0));
  bool const star =
      alleles[0].find('*') != std::string::npos || alleles[1].find('*') != std::string::npos;
  if (alleles[0].size() + alleles[1].size() > 2 || star) return;
  for (std::string const& allele : alleles) {
    if (allele.size() != 1 || std::string{"ACGT"}.find(allele) == std::string::npos) {
      throw Unreadable("not a base: " + allele);
    }
  }
}

Reading read_genotypes_to_phase(std::string const& table) {
  Reading reading =
      read_with_pandas(read_lines(table), {"CHROM", "POS", "REF", "all-alleles"}, ":");
  for (Reading::Row const& row : reading.rows) {
    for (Reading::Genotype const& genotype : row.genotypes) {
      if (!genotype.alleles.empty()) check_phased_genotype(genotype.alleles);
    }
  }
  return reading;
}

std::string allele_number(std::string const& allele, Texts const& alleles) {
  auto const found = std::find(alleles.begin(), alleles.end(), allele);
  if (found != alleles.end()) return std::to_string(found - alleles.begin());
  if (allele != ".") throw Unreadable("an allele that RefAndAlts lacks: " + allele);
  return allele;
}

}  // namespace

Reading read_phase_extender_input(std::string const& table) {
  return read_genotypes_to_phase(table);
}

Reading read_phase_extender_panel(std::string const& table) {
  return read_with_pandas(read_lines(table), {"CHROM", "POS", "REF", "ALT"}, ":");
}

Reading read_phase_extender_2018_panel(std::string const& table) {
  return read_with_pandas(read_lines(table), {"contig", "pos", "ref", "alt"}, "_");
}

Reading read_phase_stitcher_input(std::string const& table) {
  Reading reading = read_genotypes_to_phase(table);
  for (Reading::Row const& row : reading.rows) {
    for (Reading::Genotype const& genotype : row.genotypes) {
      // pandas guesses the type of a column from the first part of the file; a later `.` is not a
      // number.
      if (is_integer(genotype.pi)) throw Unreadable("a PI that is a number: " + genotype.pi);
    }
  }
  return reading;
}

Reading read_build_vcf_input(std::string const& table) {
  std::vector<Texts> const lines = read_lines(table);
  Texts const& header = lines[0];
  Reading reading;
  reading.samples = find_samples(header, ':');
  Columns const columns =
      find_columns(header, reading.samples, {"CHROM", "POS", "RefAndAlts"}, ":PI", ":PGal");
  std::size_t const alleles_column = column_of(header, "RefAndAlts");
  if (columns.contig != 0 || columns.pos != 1) throw Unreadable("CHROM and POS are not first");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    Texts const& line = lines[i];
    if (line[0].starts_with("CHROM") || line[0].starts_with("#CHROM")) {
      throw Unreadable("a row that looks like a header: " + line[0]);
    }
    Texts const alleles = split(line[alleles_column], ",");
    if (std::set<std::string>(alleles.begin(), alleles.end()).size() != alleles.size()) {
      throw Unreadable("an allele twice: " + line[alleles_column]);
    }
    Reading::Row row{line[0], line[1], {}};
    for (std::size_t sample = 0; sample < reading.samples.size(); ++sample) {
      Reading::Genotype genotype{line[columns.pi[sample]], {}};
      // The name becomes a part of a VCF field.
      if (genotype.pi.find(':') != std::string::npos) throw Unreadable("PI " + genotype.pi);
      for (std::string const& allele : split(line[columns.genotype[sample]], "|/")) {
        genotype.alleles.push_back(allele_number(allele, alleles));
      }
      row.genotypes.push_back(genotype);
    }
    reading.rows.push_back(row);
  }
  return reading;
}

}  // namespace hapmill::test

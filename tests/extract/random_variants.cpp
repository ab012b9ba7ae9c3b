#include "random_variants.hpp"

#include "support/random.hpp"

#include <algorithm>
#include <optional>
#include <sstream>

namespace hapmill::test {

namespace {

std::string make_bases(Random& random, std::uint64_t most) {
  std::string bases;
  for (std::uint64_t k = random.between(1, most); k > 0; --k) {
    bases += random.pick<char>({'A', 'C', 'G', 'T'});
  }
  return bases;
}

std::string make_alternate(Random& random) {
  if (random.one_in(12)) return "*";
  if (random.one_in(40)) return random.pick<std::string>({"<DEL>", "A[2:7[", "<*>"});
  if (random.one_in(20)) return random.pick<std::string>({"N", "R", "acg"});
  return make_bases(random, random.one_in(6) ? 30 : 1);
}

std::string make_allele(Random& random, std::size_t alternates, std::uint64_t missing_in) {
  if (random.one_in(missing_in)) return ".";
  return std::to_string(random.below(alternates + 1));
}

/// `rough` files have many records with faults.
std::string make_genotype(Random& random, std::size_t alternates, bool rough) {
  auto const allele = [&] { return make_allele(random, alternates, rough ? 5 : 50); };
  if (random.one_in(rough ? 20 : 400)) return random.pick<std::string>({".", "./.", ".|."});
  if (random.one_in(rough ? 12 : 1000)) return allele();
  if (rough && random.one_in(200)) return allele() + "|" + allele() + "|" + allele();
  if (random.one_in(rough ? 12 : 1000)) return allele() + "/" + allele();
  return allele() + "|" + allele();
}

std::vector<std::string> split(std::string const& text, char delimiter) {
  std::vector<std::string> parts;
  std::istringstream stream{text};
  for (std::string part; std::getline(stream, part, delimiter);) parts.push_back(part);
  return parts;
}

/// Returns the cell for an allele by its number in GT; nothing if a cell cannot hold it.
std::optional<std::string> cell_of(VariantLine const& line, std::string const& number) {
  if (number == ".") return "N";
  auto const k = std::stoul(number);
  if (k > line.alts.size()) return std::nullopt;
  std::string const& allele = k == 0 ? line.ref : line.alts[k - 1];
  if (allele == "*") return "-";
  for (char const byte : allele) {
    if (std::isalpha(static_cast<unsigned char>(byte)) == 0) return std::nullopt;
  }
  return allele;
}

/// Returns the numbers in GT, one per column; nothing if the genotype has a fault.
std::optional<std::vector<std::string>> numbers_of(std::string const& genotype,
                                                   ExtractWords const& words) {
  bool const is_phased = genotype.find('/') == std::string::npos;
  auto numbers = split(genotype, is_phased ? '|' : '/');
  if (numbers.size() > 2) return std::nullopt;
  if (numbers.size() == 1) {
    if (words.ploidy == 1) return numbers;
    if (numbers[0] != "." && words.haploid == "error") return std::nullopt;
    numbers.push_back(words.haploid == "missing" ? "." : numbers[0]);
    return numbers;
  }
  if (!is_phased && numbers[0] != numbers[1]) {
    if (words.unphased == "error") return std::nullopt;
    if (words.unphased == "missing") numbers = {".", "."};
  }
  if (words.ploidy == 1) {
    if (numbers[0] != numbers[1]) return std::nullopt;
    numbers.pop_back();
  }
  return numbers;
}

/// Returns the cells of a record, or nothing if it has a fault, even in alleles that become
/// missing.
std::optional<std::vector<std::string>> cells_of(VariantLine const& line,
                                                 std::vector<std::size_t> const& places,
                                                 ExtractWords const& words, bool& is_variant) {
  if (line.genotypes.empty()) return std::nullopt;
  std::vector<std::string> cells;
  for (auto const place : places) {
    std::string flat = line.genotypes[place];
    std::replace(flat.begin(), flat.end(), '/', '|');
    for (auto const& number : split(flat, '|')) {
      if (!cell_of(line, number)) return std::nullopt;
    }
    auto const numbers = numbers_of(line.genotypes[place], words);
    if (!numbers) return std::nullopt;
    for (auto const& number : *numbers) {
      is_variant = is_variant || (number != "." && number != "0");
      cells.push_back(*cell_of(line, number));
    }
  }
  return cells;
}

}  // namespace

VariantCase make_random_variants(std::uint64_t seed) {
  Random random{seed};
  VariantCase variants;
  bool const rough = random.one_in(2);
  auto const sample_count = random.between(1, random.one_in(4) ? 70 : 6);
  for (std::uint64_t k = 0; k < sample_count; ++k) {
    variants.samples.push_back("NA" + std::to_string(k * 7 % sample_count) + "-" +
                               std::to_string(k));
  }
  auto const line_count = random.below(200);
  std::uint64_t pos = random.between(1, 1000);
  for (std::uint64_t k = 0; k < line_count; ++k) {
    VariantLine line;
    line.contig = k < line_count / 2 ? "chr1" : "2";
    pos += random.below(50);
    line.pos = random.one_in(100) ? 2147483647 : pos;
    line.ref = random.one_in(30) ? "N" : make_bases(random, random.one_in(8) ? 12 : 1);
    auto const alternates = random.one_in(8)    ? 0
                            : random.one_in(20) ? random.between(60, 300)
                                                : random.between(1, 3);
    for (std::uint64_t a = 0; a < alternates; ++a) line.alts.push_back(make_alternate(random));
    bool const has_genotypes = !rough || !random.one_in(40);
    for (std::uint64_t s = 0; has_genotypes && s < sample_count; ++s) {
      line.genotypes.push_back(make_genotype(random, line.alts.size(), rough));
    }
    variants.lines.push_back(std::move(line));
  }
  return variants;
}

ExtractWords make_random_words(std::uint64_t seed, VariantCase const& variants) {
  Random random{seed + 1'000'000};
  ExtractWords words;
  words.ploidy = random.one_in(4) ? 1 : 2;
  words.haploid = random.pick<std::string>({"error", "twice", "missing"});
  words.unphased = random.pick<std::string>({"error", "as-is", "missing"});
  words.variant_only = random.one_in(3);
  if (!random.one_in(3)) return words;
  words.samples = variants.samples;
  random.shuffle(words.samples);
  words.samples.resize(random.between(1, words.samples.size()));
  return words;
}

std::string vcf_header(std::vector<std::string> const& samples) {
  std::string text =
      "##fileformat=VCFv4.2\n##contig=<ID=chr1>\n##contig=<ID=2>\n"
      "##INFO=<ID=X,Number=1,Type=Integer,Description=\"x\">\n"
      "##FORMAT=<ID=GT,Number=1,Type=String,Description=\"Genotype\">\n"
      "##FORMAT=<ID=DP,Number=1,Type=Integer,Description=\"Depth\">\n"
      "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT";
  for (auto const& sample : samples) text += "\t" + sample;
  return text + "\n";
}

std::string vcf_text(VariantCase const& variants) {
  std::string text = vcf_header(variants.samples);
  for (auto const& line : variants.lines) {
    std::string alts;
    for (auto const& alt : line.alts) alts += (alts.empty() ? "" : ",") + alt;
    text += line.contig + "\t" + std::to_string(line.pos) + "\t.\t" + line.ref + "\t" +
            (alts.empty() ? "." : alts) + "\t.\tPASS\tX=" + std::to_string(line.pos % 9) +
            (line.genotypes.empty() ? "\tDP" : "\tGT:DP");
    for (std::size_t k = 0; k < variants.samples.size(); ++k) {
      text += line.genotypes.empty() ? "\t" : "\t" + line.genotypes[k] + ":";
      text += std::to_string(k);
    }
    text += "\n";
  }
  return text;
}

ExpectedMatrix expected_matrix(VariantCase const& variants, ExtractWords const& words) {
  ExpectedMatrix matrix;
  matrix.text = "CHROM\tPOS\tREF";
  std::vector<std::size_t> places;
  for (auto const& sample : words.samples.empty() ? variants.samples : words.samples) {
    auto const found = std::find(variants.samples.begin(), variants.samples.end(), sample);
    places.push_back(static_cast<std::size_t>(found - variants.samples.begin()));
    matrix.text += words.ploidy == 1 ? "\t" + sample : "\t" + sample + "_1\t" + sample + "_2";
  }
  matrix.text += "\n";
  for (auto const& line : variants.lines) {
    bool is_variant = false;
    auto const cells = cells_of(line, places, words, is_variant);
    if (!cells) {
      ++matrix.rejected;
    } else if (words.variant_only && !is_variant) {
      ++matrix.non_variant;
    } else {
      ++matrix.written;
      matrix.text += line.contig + "\t" + std::to_string(line.pos) + "\t" + line.ref;
      for (auto const& cell : *cells) matrix.text += "\t" + cell;
      matrix.text += "\n";
    }
  }
  return matrix;
}

}  // namespace hapmill::test

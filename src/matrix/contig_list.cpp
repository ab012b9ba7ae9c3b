#include "matrix/contig_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "bytes/text_lines.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

bool is_name_byte(char byte) {
  bool const is_alphanumeric =
      (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
  return is_alphanumeric || std::string_view{"!#$%&+./:;?@^_|~-*="}.find(byte) != std::string::npos;
}

std::uint32_t parse_length(std::string_view text) {
  std::uint32_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  bool const is_whole = error == std::errc{} && end == text.data() + text.size();
  return is_whole && value <= max_pos ? value : 0;
}

}  // namespace

bool is_vcf_contig_name(std::string_view name) {
  // Every reader takes a line that begins with # for one of the header.
  return !name.empty() && name[0] != '*' && name[0] != '=' && name[0] != '#' &&
         std::all_of(name.begin(), name.end(), is_name_byte);
}

ContigList::ContigList(std::vector<Contig> const& contigs) : is_open_{false} {
  for (auto const& contig : contigs) {
    if (!is_vcf_contig_name(contig.name)) continue;
    auto const id = static_cast<std::int32_t>(contigs_.size());
    if (ids_.emplace(contig.name, id).second) contigs_.push_back(contig);
  }
}

bool ContigList::has_lengths() const {
  return !contigs_.empty() && std::all_of(contigs_.begin(), contigs_.end(), [](auto const& contig) {
    return contig.length != max_pos;
  });
}

ContigFacts ContigList::facts(std::string_view name) const {
  ContigFacts facts;
  facts.is_vcf_name = is_vcf_contig_name(name);
  if (is_open_) return facts;
  auto const found = ids_.find(std::string{name});
  facts.id = found == ids_.end() ? -1 : found->second;
  if (facts.id >= 0) facts.length = contigs_[static_cast<std::size_t>(facts.id)].length;
  return facts;
}

ContigList read_fai(InputPath const& file) {
  std::string const& path = file.text();
  std::vector<ContigList::Contig> contigs;
  std::size_t number = 0;
  for (auto const& line : split_lines(read_small_file(file))) {
    ++number;
    auto const fields = split_fields(line, '\t');
    std::uint32_t const length = fields.size() < 2 ? 0 : parse_length(fields[1]);
    if (length == 0 || fields[0].empty()) {
      throw InputError{fmt::format(
          "{}:{}: not a line of a FASTA index, a contig's name, TAB, its length (found {}); make "
          "one with `samtools faidx reference.fa`",
          path, number, quoted(line))};
    }
    contigs.push_back({fields[0], length});
  }
  if (contigs.empty()) throw InputError{path + ": no contig in this FASTA index"};
  return ContigList{contigs};
}

ContigList parse_contigs(std::string const& names) {
  std::vector<ContigList::Contig> contigs;
  for (auto const& name : split_fields(names, ',')) {
    if (!is_vcf_contig_name(name)) {
      throw UsageError{fmt::format("--contigs: VCF allows no contig of the name {}", quoted(name))};
    }
    contigs.push_back({name, max_pos});
  }
  return ContigList{contigs};
}

}  // namespace hapmill

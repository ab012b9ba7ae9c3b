#include "options/output_type.hpp"

#include <string_view>

#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

struct Suffix {
  std::string_view text;
  OutputType type;
};

// The first that fits.
constexpr Suffix suffixes[] = {
    {".vcf", {RecordKind::vcf, false}},    {".vcf.gz", {RecordKind::vcf, true}},
    {".vcf.bgz", {RecordKind::vcf, true}}, {".bcf", {RecordKind::bcf, true}},
    {".gz", {RecordKind::table, true}},    {".bgz", {RecordKind::table, true}},
};

OutputType type_by_name(std::string const& output) {
  for (auto const& suffix : suffixes) {
    if (output.ends_with(suffix.text)) return suffix.type;
  }
  return {};
}

}  // namespace

OutputType parse_output_type(std::string const& letter, std::string const& output) {
  if (letter.empty()) return type_by_name(output);
  if (letter == "t") {
    return {RecordKind::table, output.ends_with(".gz") || output.ends_with(".bgz")};
  }
  if (letter == "v") return {RecordKind::vcf, false};
  if (letter == "z") return {RecordKind::vcf, true};
  if (letter == "u") return {RecordKind::bcf, false};
  if (letter == "b") return {RecordKind::bcf, true};
  throw UsageError{"-O " + letter +
                   " is not one of: t (haplotype table), v (VCF), z (VCF, compressed), u (BCF, not "
                   "compressed), b (BCF)"};
}

std::string default_suffix(OutputType type) {
  switch (type.kind) {
    case RecordKind::vcf:
      return type.is_compressed ? ".vcf.gz" : ".vcf";
    case RecordKind::bcf:
      return ".bcf";
    case RecordKind::table:
      break;
  }
  return type.is_compressed ? ".tsv.gz" : ".tsv";
}

}  // namespace hapmill

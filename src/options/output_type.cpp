#include "options/output_type.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
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

// Formats of the field that hapmill does not write, by the ends of their files' names; each may
// have
// `.gz` or `.bgz` after it.
constexpr std::string_view foreign_suffixes[] = {
    ".csv",  ".json", ".xls",  ".xlsx",  ".parquet", ".feather", ".arrow",   ".h5",   ".hdf5",
    ".gds",  ".rds",  ".rda",  ".rdata", ".npy",     ".npz",     ".db",      ".zarr", ".vcz",
    ".pgen", ".pvar", ".psam", ".bed",   ".bim",     ".fam",     ".ped",     ".map",  ".bgen",
    ".gen",  ".geno", ".hap",  ".haps",  ".legend",  ".hmp",     ".hmp.txt", ".fa",   ".fasta",
    ".zip",  ".xz",   ".bz2",  ".zst",   ".bam",     ".cram",    ".sqlite"};

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char byte) { return byte >= 'A' && byte <= 'Z' ? char(byte + 32) : byte; });
  return text;
}

[[noreturn]] void refuse_name(std::string const& output, std::string_view end) {
  throw UsageError{
      "-o " + output + ": hapmill writes no file whose name ends in " + std::string{end} +
      "; end it in .tsv, .vcf, .vcf.gz or .bcf, or say with -O what is meant (-O t for "
      "the haplotype table)"};
}

/// Refuses a name from which a reader would expect a format that is not written. Names that differ
/// from a known one in case only are among them: hapmill would write the table under them.
void refuse_foreign_name(std::string const& output) {
  std::string const name = lower_case(std::filesystem::path{output}.filename());
  std::string_view kind = name;
  for (std::string_view const end : {".gz", ".bgz"}) {
    if (kind.ends_with(end)) kind.remove_suffix(end.size());
  }
  for (auto const suffix : foreign_suffixes) {
    if (kind.ends_with(suffix)) refuse_name(output, suffix);
  }
  bool const is_exact = output.ends_with(".vcf") || output.ends_with(".vcf.gz") ||
                        output.ends_with(".vcf.bgz") || output.ends_with(".bcf");
  if (is_exact) return;
  for (std::string_view const end : {".vcf", ".bcf"}) {
    if (kind.ends_with(end))
      refuse_name(output, std::string_view{output}.substr(
                              output.size() - (name.size() - kind.size()) - end.size()));
  }
}

OutputType type_by_name(std::string const& output) {
  if (output == "-") return {};
  refuse_foreign_name(output);
  for (auto const& suffix : suffixes) {
    if (output.ends_with(suffix.text)) return suffix.type;
  }
  return {};
}

bool is_terminal(std::string const& output) {
  if (output == "-") return ::isatty(STDOUT_FILENO) == 1;
  struct stat status {};
  if (::stat(output.c_str(), &status) != 0 || !S_ISCHR(status.st_mode)) return false;
  int const file = ::open(output.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
  bool const terminal = file >= 0 && ::isatty(file) == 1;
  if (file >= 0) ::close(file);
  return terminal;
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

void refuse_bytes_on_terminal(OutputType type, std::string const& output) {
  bool const is_text = type.kind != RecordKind::bcf && !type.is_compressed;
  if (is_text || !is_terminal(output)) return;
  throw UsageError{
      "the output would be compressed or binary, and goes to a terminal: name a file with -o, send "
      "it into a pipe, or ask for text with -O v or -O t"};
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

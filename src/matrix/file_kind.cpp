#include "matrix/file_kind.hpp"

#include <algorithm>
#include <cctype>

#include "hapmill/support/errors.hpp"
#include "matrix/table_kind.hpp"

namespace hapmill {

namespace {

using namespace std::string_view_literals;

struct Magic {
  std::string_view bytes;
  char const* what;
};

constexpr char const* needs_table =
    ", not a genome matrix: a matrix is text, with a row for each site";

constexpr char const* looks_like_cram =
    "is a CRAM file, of aligned reads, not a genome matrix: call genotypes from it first";

// A contig may be called CRAM or PAR1: what follows is no text.
constexpr Magic magics[] = {
    {"BCF\2"sv, "is a BCF file, not a genome matrix: `hapmill extract` makes a matrix of it"},
    {"##fileformat=VCF"sv, looks_like_vcf},
    {"BAM\1"sv,
     "is a BAM file, of aligned reads, not a genome matrix: call genotypes from it first"},
    {"CRAM\2"sv, looks_like_cram},
    {"CRAM\3"sv, looks_like_cram},
    {"@HD\t"sv,
     "is a SAM file, of aligned reads, not a genome matrix: call genotypes from it first"},
    {"@SQ\t"sv,
     "is a SAM file, of aligned reads, not a genome matrix: call genotypes from it first"},
    {"##gff-version"sv, "is a GFF file, of annotations, not a genome matrix"},
    {"l\x1B"sv,
     "is a PLINK file of binary genotypes (.bed, .pgen), not a genome matrix: "
     "`plink2 --export vcf` writes VCF, and `hapmill extract` makes a matrix of phased VCF"},
    {"\x89HDF\r\n\x1A\n"sv, "is an HDF5 file, not a genome matrix: export its table as text"},
    {"\x93NUMPY"sv, "is a NumPy array, not a genome matrix: export it as text"},
    {"PAR1\x15"sv, "is a Parquet file, not a genome matrix: export it as text"},
    {"PK\3\4"sv,
     "is a ZIP archive or an Excel workbook, not a genome matrix: unpack it, or save the sheet as "
     "text with TABs"},
    {"\xD0\xCF\x11\xE0"sv,
     "is an old Excel workbook, not a genome matrix: save the sheet as text with TABs"},
    {"%PDF-"sv, "is a PDF document, not a genome matrix"},
    {"TBI\1"sv, "is an index of another file (.tbi), not a genome matrix"},
    {"CSI\1"sv, "is an index of another file (.csi), not a genome matrix"},
    {"\xFD\x37zXZ\0"sv, "is compressed by xz: give it as `xz -dc FILE | hapmill convert -`"},
};

bool is_bzip2(std::string_view begin) {
  return begin.starts_with("BZh") &&
         begin.substr(std::min<std::size_t>(4, begin.size())).starts_with("1AY&SY");
}

/// ASCII in UTF-16, with its byte-order mark.
bool is_utf16(std::string_view begin) {
  return begin.size() >= 4 && ((begin.starts_with("\xFF\xFE") && begin[3] == '\0') ||
                               (begin.starts_with("\xFE\xFF") && begin[2] == '\0'));
}

bool is_page(std::string_view begin) {
  begin.remove_prefix(std::min(begin.find_first_not_of(" \t\r\n"), begin.size()));
  std::string head{begin.substr(0, 14)};
  std::transform(head.begin(), head.end(), head.begin(),
                 [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  return head.starts_with("<!doctype html") || head.starts_with("<html") ||
         head.starts_with("<?xml");
}

/// Line `number`, from 0, without its end; empty where there is none.
std::string_view line_at(std::string_view text, int number) {
  for (; number > 0; --number) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    if (text.empty()) return text;
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

bool is_sequence(std::string_view line) {
  return !line.empty() && std::all_of(line.begin(), line.end(), [](unsigned char byte) {
    return std::isalpha(byte) != 0 || byte == '*' || byte == '-';
  });
}

bool is_fasta(std::string_view begin) {
  return begin.starts_with('>') && is_sequence(line_at(begin, 1));
}

bool is_fastq(std::string_view begin) {
  return begin.starts_with('@') && is_sequence(line_at(begin, 1)) &&
         line_at(begin, 2).starts_with('+');
}

}  // namespace

std::optional<std::string> what_it_looks_like(std::string_view begin, char delimiter) {
  if (begin.starts_with("\xEF\xBB\xBF")) begin.remove_prefix(3);
  if (begin.empty()) return std::nullopt;
  for (auto const& magic : magics) {
    if (begin.starts_with(magic.bytes)) return magic.what;
  }
  if (is_bzip2(begin)) {
    return "is compressed by bzip2: give it as `bzip2 -dc FILE | hapmill convert -`";
  }
  if (is_utf16(begin)) return "is text in UTF-16: save it as UTF-8";
  if (is_page(begin)) return std::string{"is a web page or XML"} + needs_table;
  if (is_fasta(begin)) return std::string{"is a FASTA file, of sequences"} + needs_table;
  if (is_fastq(begin)) return std::string{"is a FASTQ file, of reads"} + needs_table;
  return what_table_looks_like(begin, delimiter);
}

void refuse_other_kind(std::string const& name, std::string_view begin, char delimiter) {
  if (auto const what = what_it_looks_like(begin, delimiter)) throw InputError{name + ' ' + *what};
}

}  // namespace hapmill

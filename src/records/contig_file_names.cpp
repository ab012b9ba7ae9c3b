#include "records/contig_file_names.hpp"

#include <fmt/format.h>

#include <climits>

#include "bytes/text_lines.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

constexpr std::string_view place = "{contig}";

bool is_plain(char byte) {
  bool const is_alphanumeric =
      (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
  return is_alphanumeric || std::string_view{"_.+-"}.find(byte) != std::string_view::npos;
}

}  // namespace

std::string encode_contig(std::string_view contig) {
  std::string text;
  for (char const byte : contig) {
    bool const hides = text.empty() && (byte == '.' || byte == '-');
    if (is_plain(byte) && !hides) {
      text += byte;
    } else {
      text += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
    }
  }
  return text;
}

ContigFileNames::ContigFileNames(std::string pattern) : pattern_{std::move(pattern)} {
  if (pattern_.find(place) == pattern_.npos) {
    throw UsageError{fmt::format(
        "-o {}: with --split-by-contig the name needs {{contig}} in it, as in panel.{{contig}}.tsv",
        pattern_)};
  }
  if (pattern_.find('/') != pattern_.npos) {
    throw UsageError{fmt::format(
        "-o {}: with --split-by-contig this is the name of files in that folder, without a /",
        pattern_)};
  }
}

std::string ContigFileNames::name(std::string_view contig) const {
  // What OutputFile and an index add.
  constexpr std::size_t decoration = std::string_view{"..hapmill-part.csi"}.size();
  std::string const encoded = encode_contig(contig);
  std::string name = pattern_;
  for (std::size_t at = name.find(place); at != name.npos;
       at = name.find(place, at + encoded.size())) {
    name.replace(at, place.size(), encoded);
  }
  if (name.size() > NAME_MAX - decoration) {
    throw InputError{fmt::format(
        "--split-by-contig: the name of contig {} is too long for that of a file ({} bytes; {} at "
        "most): write one file, or rename the contig",
        quoted(contig), name.size(), NAME_MAX - decoration)};
  }
  return name;
}

}  // namespace hapmill

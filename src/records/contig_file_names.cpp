#include "records/contig_file_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <climits>

#include "bytes/text_lines.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

constexpr std::string_view place = "{contig}";

constexpr std::string_view staged_suffix = ".hapmill-part";

bool is_plain(char byte) {
  bool const is_alphanumeric =
      (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
  return is_alphanumeric || std::string_view{"_.+-"}.find(byte) != std::string_view::npos;
}

/// Whether encode_contig() can give this text.
bool is_encoded(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.front() == '-') return false;
  auto const is_digit = [](char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'F');
  };
  for (std::size_t k = 0; k < text.size(); ++k) {
    if (is_plain(text[k])) continue;
    bool const is_escape =
        text[k] == '%' && text.size() - k > 2 && is_digit(text[k + 1]) && is_digit(text[k + 2]);
    if (!is_escape) return false;
    k += 2;
  }
  return true;
}

std::string put_in(std::string pattern, std::string_view encoded) {
  for (std::size_t at = pattern.find(place); at != pattern.npos;
       at = pattern.find(place, at + encoded.size())) {
    pattern.replace(at, place.size(), encoded);
  }
  return pattern;
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
  std::string name = put_in(pattern_, encoded);
  if (name.size() > NAME_MAX - decoration) {
    throw InputError{fmt::format(
        "--split-by-contig: the name of contig {} is too long for that of a file ({} bytes; {} at "
        "most): write one file, or rename the contig",
        quoted(contig), name.size(), NAME_MAX - decoration)};
  }
  return name;
}

bool ContigFileNames::may_be_of_contig(std::string_view file) const {
  if (file.starts_with('.') && file.ends_with(staged_suffix)) {
    file.remove_prefix(1);
    file.remove_suffix(std::min(file.size(), staged_suffix.size()));
  }
  bool const has_index_suffix = file.ends_with(".csi") || file.ends_with(".tbi");
  return may_be_name(file) || (has_index_suffix && may_be_name(file.substr(0, file.size() - 4)));
}

bool ContigFileNames::may_be_name(std::string_view file) const {
  std::size_t count = 0;
  for (auto at = pattern_.find(place); at != pattern_.npos; at = pattern_.find(place, at + 1)) {
    ++count;
  }
  std::size_t const fixed = pattern_.size() - count * place.size();
  if (file.size() <= fixed || (file.size() - fixed) % count != 0) return false;
  std::size_t const begin = pattern_.find(place);
  if (begin > file.size()) return false;
  auto const encoded = file.substr(begin, (file.size() - fixed) / count);
  return is_encoded(encoded) && put_in(pattern_, encoded) == file;
}

}  // namespace hapmill

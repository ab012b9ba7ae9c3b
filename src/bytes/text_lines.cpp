#include "bytes/text_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bytes/input_file.hpp"
#include "hapmill/support/errors.hpp"

namespace hapmill {

namespace {

/// Bytes of the UTF-8 character with which the text begins; 0 if there is none to print: a control
/// character, or no UTF-8.
std::size_t character_size(std::string_view text) {
  auto const byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  unsigned char const first = byte(0);
  if (first < 0x80) return first < 0x20 || first == 0x7F ? 0 : 1;
  std::size_t const size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < size) return 0;
  for (std::size_t k = 1; k < size; ++k) {
    if ((byte(k) & 0xC0) != 0x80) return 0;
  }
  bool const is_overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  bool const is_no_character =
      (first == 0xED && byte(1) >= 0xA0) || (first == 0xF4 && byte(1) >= 0x90);
  bool const is_control_character = first == 0xC2 && byte(1) < 0xA0;
  return is_overlong || is_no_character || is_control_character ? 0 : size;
}

}  // namespace

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    std::size_t const newline = text.find('\n');
    auto line = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    lines.emplace_back(line);
  }
  return lines;
}

std::vector<std::string> split_fields(std::string_view line, char delimiter) {
  std::vector<std::string> fields;
  while (true) {
    std::size_t const end = line.find(delimiter);
    fields.emplace_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

std::string read_small_file(InputPath const& path) {
  constexpr std::size_t most = 64U << 20;
  constexpr std::size_t step = 64U << 10;
  InputFile file{path};
  std::string text;
  std::size_t got = 0;
  do {
    std::size_t const before = text.size();
    text.resize(before + step);
    got = file.read_next(text.data() + before, step);
    text.resize(before + got);
    if (text.size() > most) throw InputError{file.name() + " is too large: 64 MiB at most"};
  } while (got != 0);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

std::string quoted(std::string_view text) {
  constexpr std::size_t most = 40;
  std::string result = "\"";
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t const size = character_size(text.substr(at));
    if (at + std::max<std::size_t>(size, 1) > most) break;
    if (size == 0) {
      result += fmt::format("\\x{:02X}", static_cast<unsigned char>(text[at++]));
      continue;
    }
    result += text.substr(at, size);
    at += size;
  }
  return result + (at < text.size() ? "…\"" : "\"");
}

}  // namespace hapmill

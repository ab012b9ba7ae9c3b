#include "input/text_lines.hpp"

#include <fmt/format.h>

#include "hapmill/support/errors.hpp"
#include "input/matrix_input.hpp"

namespace hapmill {

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

std::string read_small_file(std::string const& path) {
  constexpr std::size_t most = 64U << 20;
  constexpr std::size_t step = 64U << 10;
  MatrixInput file{path};
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
  for (char const byte : text.substr(0, most)) {
    auto const value = static_cast<unsigned char>(byte);
    if (value < 0x20 || value == 0x7F) {
      result += fmt::format("\\x{:02X}", value);
    } else {
      result += byte;
    }
  }
  return result + (text.size() > most ? "…\"" : "\"");
}

}  // namespace hapmill

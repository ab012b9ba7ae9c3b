#include "text.hpp"

#include <algorithm>
#include <cstddef>

namespace reference {

std::vector<std::string> split_lines(std::string const& text) {
  std::string const byte_order_mark = "\xEF\xBB\xBF";
  std::string rest = text;
  if (rest.starts_with(byte_order_mark)) rest = rest.substr(byte_order_mark.size());
  if (rest.empty()) return {};
  if (rest.ends_with('\n')) rest.pop_back();
  std::vector<std::string> lines = split_fields(rest, '\n');
  for (std::string& line : lines) {
    if (line.ends_with('\r')) line.pop_back();
  }
  return lines;
}

std::vector<std::string> split_fields(std::string const& line, char delimiter) {
  std::vector<std::string> fields{""};
  for (char symbol : line) {
    if (symbol == delimiter) {
      fields.emplace_back();
    } else {
      fields.back() += symbol;
    }
  }
  return fields;
}

std::string join(std::vector<std::string> const& parts, char delimiter) {
  std::string joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) joined += delimiter;
    joined += parts[i];
  }
  return joined;
}

bool is_number(std::string const& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string without_leading_zeros(std::string const& number) {
  std::size_t const first = number.find_first_not_of('0');
  return first == std::string::npos ? "0" : number.substr(first);
}

bool number_less(std::string const& left, std::string const& right) {
  std::string const a = without_leading_zeros(left);
  std::string const b = without_leading_zeros(right);
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

std::string upper_case(std::string text) {
  for (char& symbol : text) {
    if (symbol >= 'a' && symbol <= 'z') symbol = static_cast<char>(symbol - 'a' + 'A');
  }
  return text;
}

}  // namespace reference

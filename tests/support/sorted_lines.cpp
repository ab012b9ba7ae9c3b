#include "sorted_lines.hpp"

#include <algorithm>
#include <cstddef>

namespace hapmill::test {
namespace {

std::string field(std::string const& line, int ordinal) {
  std::size_t begin = 0;
  for (; ordinal > 0; --ordinal) begin = line.find('\t', begin) + 1;
  return line.substr(begin, line.find('\t', begin) - begin);
}

bool stands_before(std::string const& a, std::string const& b) {
  return std::stoll(field(a, 1)) < std::stoll(field(b, 1));
}

}  // namespace

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    auto const size = std::min(text.size(), text.find('\n') + 1);
    lines.emplace_back(text.substr(0, size == 0 ? text.size() : size));
    text.remove_prefix(lines.back().size());
  }
  return lines;
}

std::string sort_sites(std::string_view text) {
  auto lines = split_lines(text);
  auto begin = lines.empty() ? lines.end() : lines.begin() + 1;
  while (begin != lines.end()) {
    auto const contig = field(*begin, 0);
    auto const end = std::find_if(
        begin, lines.end(), [&](std::string const& line) { return field(line, 0) != contig; });
    std::stable_sort(begin, end, stands_before);
    begin = end;
  }
  std::string sorted;
  for (auto const& line : lines) sorted += line;
  return sorted;
}

}  // namespace hapmill::test

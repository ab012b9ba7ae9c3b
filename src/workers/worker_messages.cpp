#include "workers/worker_messages.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <string_view>

namespace hapmill {

namespace {

/// How main begins the words of what ends the program.
constexpr std::array<std::string_view, 2> error_prefixes{"hapmill: error: ",
                                                         "hapmill: internal error: "};

}  // namespace

std::vector<std::string> WorkerMessages::take(std::string const& text) {
  std::vector<std::string> words;
  rest_ += text;
  std::size_t begin = 0;
  for (std::size_t end; (end = rest_.find('\n', begin)) != std::string::npos; begin = end + 1) {
    std::string const line = rest_.substr(begin, end - begin);
    if (line.empty()) continue;
    if (line.front() == '{') {
      read_json(line);
      continue;
    }
    bool is_error = false;
    for (auto const prefix : error_prefixes) {
      if (!line.starts_with(prefix)) continue;
      is_error = true;
      error_ = line.substr(prefix.size());
    }
    if (!is_error) words.push_back(line);
  }
  rest_.erase(0, begin);
  return words;
}

void WorkerMessages::read_json(std::string const& line) {
  auto const message = nlohmann::json::parse(line, nullptr, false);
  if (!message.is_object()) return;  // cut off by its death
  breaks_plan_ = breaks_plan_ || message.value("event", "") == "broken-plan";
  bytes_done_ = message.value("bytes", bytes_done_);
  rows_.read = message.value("rows", rows_.read);
  rows_.written = message.value("written", rows_.written);
}

}  // namespace hapmill

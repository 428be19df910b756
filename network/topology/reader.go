// SPDX-License-Identifier: Apache-2.0

package topology

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// Problem is one mistake in a file.
type Problem struct {
	File    string
	Line    int
	Message string // what is wrong and what to write
}

func (p Problem) String() string { return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Message) }

// Error is a refused file with all its mistakes in the order of their lines.
type Error struct{ Problems []Problem }

func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	return strings.Join(lines, "\n")
}

// reader walks a YAML tree and gathers what is wrong with it, so that one run
// shows every mistake.
type reader struct {
	file     string
	problems []Problem
}

func (r *reader) refuse(line int, format string, args ...any) {
	r.problems = append(r.problems, Problem{r.file, line, fmt.Sprintf(format, args...)})
}

func (r *reader) err() error {
	if len(r.problems) == 0 {
		return nil
	}
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return &Error{r.problems}
}

// field reads the value of one key of a mapping.
type field struct {
	name     string
	required bool
	read     func(*yaml.Node)
}

// mapping reads a mapping whose keys are all known, each at most once. Values are
// read in the order of the fields, whatever the order of the file.
func (r *reader) mapping(n *yaml.Node, what string, fields ...field) {
	if n.Kind != yaml.MappingNode {
		r.refuse(n.Line, "%s: write a mapping with %s", what, fieldNames(fields))
		return
	}
	values := r.values(n, what, fields)
	for _, f := range fields {
		if value := values[f.name]; value != nil {
			f.read(value)
		} else if f.required {
			r.refuse(n.Line, "%s: field %q is missing", what, f.name)
		}
	}
}

// values are those of a mapping by their keys.
func (r *reader) values(n *yaml.Node, what string, fields []field) map[string]*yaml.Node {
	values := map[string]*yaml.Node{}
	for i := 0; i < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case !slices.ContainsFunc(fields, func(f field) bool { return f.name == key.Value }):
			r.refuse(key.Line, "%s: unknown field %q: write one of %s", what, key.Value, fieldNames(fields))
		case values[key.Value] != nil:
			r.refuse(key.Line, "%s: field %q is there twice: keep one", what, key.Value)
		default:
			values[key.Value] = n.Content[i+1]
		}
	}
	return values
}

func fieldNames(fields []field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	return strings.Join(names, ", ")
}

// sequence reads each element of a list that must not be empty.
func (r *reader) sequence(n *yaml.Node, what string, read func(*yaml.Node)) {
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		r.refuse(n.Line, "%s: write a list with at least one element", what)
		return
	}
	for _, element := range n.Content {
		read(element)
	}
}

// text reads a scalar that must match a pattern.
func (r *reader) text(to *string, what string, pattern *regexp.Regexp, hint string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || !pattern.MatchString(n.Value) {
			r.refuse(n.Line, "%s %q: write %s", what, n.Value, hint)
			return
		}
		*to = n.Value
	}
}

func (r *reader) duration(to *time.Duration, what string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		d, err := time.ParseDuration(n.Value)
		if err != nil || d <= 0 {
			r.refuse(n.Line, "%s %q: write a positive duration such as 200ms or 2s", what, n.Value)
			return
		}
		*to = d
	}
}

func (r *reader) integer(to *int64, what string, least int64) func(*yaml.Node) {
	return func(n *yaml.Node) {
		i, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil || i < least {
			r.refuse(n.Line, "%s %q: write a whole number, %d or more", what, n.Value, least)
			return
		}
		*to = i
	}
}

func (r *reader) boolean(to *bool, what string) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if n.Value != "true" && n.Value != "false" {
			r.refuse(n.Line, "%s %q: write true or false", what, n.Value)
			return
		}
		*to = n.Value == "true"
	}
}

// oneOf reads a scalar out of a closed set.
func oneOf[T ~string](r *reader, to *T, what string, allowed ...T) func(*yaml.Node) {
	return func(n *yaml.Node) {
		if !slices.Contains(allowed, T(n.Value)) {
			names := make([]string, len(allowed))
			for i, a := range allowed {
				names[i] = string(a)
			}
			r.refuse(n.Line, "%s %q: write %s", what, n.Value, strings.Join(names, " or "))
			return
		}
		*to = T(n.Value)
	}
}

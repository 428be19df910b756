// SPDX-License-Identifier: Apache-2.0

package scenario

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"
)

// parameter is a word in capitals that a play of a part replaces, unless it is one of a story's own.
var (
	parameter = regexp.MustCompile(`\$[A-Z]+`)
	ownWords  = []string{"$S", "$DAY", "$TODAY", "$TOMORROW"}
)

// part reads the steps of a part, with what it is told for its parameters, each as NAME=value.
func (l library) part(place, name string, told []string) ([]Step, error) {
	archive, there := l[name]
	if !there {
		return nil, fmt.Errorf("%s: there is no part %s", place, name)
	}
	values := map[string]string{}
	for _, each := range told {
		name, value, _ := strings.Cut(each, "=")
		values["$"+name] = value
	}
	filled, err := fill(archive, values)
	if err != nil {
		return nil, fmt.Errorf("%s: part %s: %w", place, name, err)
	}
	return l.steps(place+": "+name+".txtar", filled)
}

// fill puts values in the place of parameters: each of them, and no others.
func fill(archive *txtar.Archive, values map[string]string) (*txtar.Archive, error) {
	wanted := map[string]bool{}
	replace := func(text []byte) []byte {
		return parameter.ReplaceAllFunc(text, func(word []byte) []byte {
			if slices.Contains(ownWords, string(word)) {
				return word
			}
			wanted[string(word)] = true
			return []byte(values[string(word)])
		})
	}
	filled := &txtar.Archive{Comment: replace(archive.Comment)}
	for _, file := range archive.Files {
		filled.Files = append(filled.Files, txtar.File{Name: file.Name, Data: replace(file.Data)})
	}
	given, needed := slices.Sorted(maps.Keys(values)), slices.Sorted(maps.Keys(wanted))
	if !slices.Equal(given, needed) {
		return nil, fmt.Errorf("it wants %v and is told %v", needed, given)
	}
	return filled, nil
}

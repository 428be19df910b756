// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"slices"
	"strings"
)

// writing is the canonical text of a member: what stands in its place, and extensions within it, which stand at the end
// of the event under the member's name.
type writing struct {
	text  string
	later []string
}

// write is a member's canonical text.
func (f field) write(v value, names namespaces) (writing, error) {
	switch f.shape {
	case object:
		return f.writeObject(f.name, v, names)
	case texts, objects:
		return f.writeList(v, names)
	}
	content, err := f.content(v, names)
	if err != nil || content == "" {
		return writing{}, err
	}
	return writing{text: f.name + "=" + content}, nil
}

// content is a scalar's canonical spelling.
func (f field) content(v value, names namespaces) (string, error) {
	if v.kind == '{' || v.kind == '[' {
		return "", EventRefused.New("member %q is one value", f.name)
	}
	if f.shape == moment {
		return instant(v.scalar)
	}
	return canonical(v.scalar, f.bare, names), nil
}

// writeObject writes the members of the standard in their order.
func (f field) writeObject(name string, v value, names namespaces) (writing, error) {
	if v.kind != '{' {
		return writing{}, EventRefused.New("member %q is an object", f.name)
	}
	inner, err := writeMembers(f.fields, v, names)
	if err != nil {
		return writing{}, err
	}
	extensions, err := f.extensions(v, names)
	if err != nil {
		return writing{}, err
	}
	var w writing
	if inner.text != "" {
		w.text = name + inner.text
	}
	if later := append(inner.later, extensions...); len(later) > 0 {
		w.later = []string{name + joined(later)}
	}
	return w, nil
}

func writeMembers(fields []field, v value, names namespaces) (writing, error) {
	var all writing
	for _, f := range fields {
		content, present := v.find(f.name)
		if !present {
			continue
		}
		w, err := f.write(content, names)
		if err != nil {
			return writing{}, err
		}
		all.text += w.text
		all.later = append(all.later, w.later...)
	}
	return all, nil
}

// extensions are the members of an object that the standard does not know.
func (f field) extensions(v value, names namespaces) ([]string, error) {
	var found []string
	for _, m := range v.members {
		if slices.ContainsFunc(f.fields, func(known field) bool { return known.name == m.name }) {
			continue
		}
		if !f.extensible() {
			return nil, EventRefused.New("member %q has no member %q", f.name, m.name)
		}
		texts, err := extension(m.name, m.value, names)
		if err != nil {
			return nil, err
		}
		found = append(found, texts...)
	}
	return found, nil
}

// writeList writes the items of a list in the order of their texts.
func (f field) writeList(v value, names namespaces) (writing, error) {
	if v.kind != '[' {
		return writing{}, EventRefused.New("member %q is a list", f.name)
	}
	var all writing
	var items []string
	for _, item := range v.items {
		w, err := f.writeItem(item, names)
		if err != nil {
			return writing{}, err
		}
		items = append(items, w.text)
		all.later = append(all.later, w.later...)
	}
	if all.text = joined(items); all.text != "" && f.named() {
		all.text = f.name + all.text
	}
	return all, nil
}

func (f field) writeItem(item value, names namespaces) (writing, error) {
	if f.shape == objects {
		return f.writeObject(f.item, item, names)
	}
	name := f.item
	if name == "" {
		name = f.name
	}
	return field{name: name, bare: f.bare}.write(item, names)
}

// extension writes an extension, once for each item of a list.
func extension(name string, v value, names namespaces) ([]string, error) {
	full, err := names.extension(name)
	if err != nil {
		return nil, err
	}
	items := []value{v}
	if v.kind == '[' {
		items = v.items
	}
	written := make([]string, len(items))
	for i, item := range items {
		content, err := extended(item, names)
		if err != nil {
			return nil, err
		}
		written[i] = full + content
	}
	return written, nil
}

// extended is what stands behind an extension's name.
func extended(v value, names namespaces) (string, error) {
	switch v.kind {
	case '[':
		return "", EventRefused.New("a list within a list has no canonical text")
	case '{':
		var within []string
		for _, m := range v.members {
			texts, err := extension(m.name, m.value, names)
			if err != nil {
				return "", err
			}
			within = append(within, texts...)
		}
		return joined(within), nil
	}
	if content := canonical(v.scalar, "", names); content != "" {
		return "=" + content, nil
	}
	return "", nil
}

// joined puts texts in the order of their bytes, without anything between.
func joined(texts []string) string {
	ordered := slices.Sorted(slices.Values(texts))
	return strings.Join(ordered, "")
}

// prehash is the canonical text of an event.
func prehash(kind Type, event value, names namespaces) (string, error) {
	fields := eventFields()
	standard, err := writeMembers(fields, event, names)
	if err != nil {
		return "", err
	}
	later := standard.later
	for _, m := range event.members {
		if outside(m.name) || slices.ContainsFunc(fields, func(f field) bool { return f.name == m.name }) {
			continue
		}
		if m.name == "ilmd" && m.value.kind == '{' {
			content, err := extended(m.value, names)
			if err != nil {
				return "", err
			}
			if content != "" {
				later = append(later, "ilmd"+content)
			}
			continue
		}
		texts, err := extension(m.name, m.value, names)
		if err != nil {
			return "", err
		}
		later = append(later, texts...)
	}
	return "eventType=" + string(kind) + standard.text + joined(later), nil
}

// SPDX-License-Identifier: Apache-2.0

package determinism

import "go/types"

// showsAddress reports whether fmt prints a memory address for a value of the
// type. It follows printValue of package fmt: a pointer to a struct, slice, array
// or map is followed at the top and nowhere else, and the methods Error, String
// and Format are called on what is exported. Interfaces are not judged.
func showsAddress(t types.Type) bool {
	return address{seen: map[types.Type]bool{}}.top(t)
}

// address guards against recursive types.
type address struct{ seen map[types.Type]bool }

func (a address) top(t types.Type) bool {
	if printsItself(t) {
		return false
	}
	if ptr, ok := t.Underlying().(*types.Pointer); ok && isComposite(ptr.Elem()) {
		return a.nested(ptr.Elem(), true)
	}
	return a.inside(t)
}

// nested judges a field or element; fmt calls no methods on unexported fields.
func (a address) nested(t types.Type, exported bool) bool {
	if exported && printsItself(t) {
		return false
	}
	return a.inside(t)
}

func (a address) inside(t types.Type) bool {
	if a.seen[t] {
		return false
	}
	a.seen[t] = true
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return false
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer, *types.Chan, *types.Signature:
		return true
	case *types.Basic:
		return u.Kind() == types.UnsafePointer
	case *types.Slice:
		return a.nested(u.Elem(), true)
	case *types.Array:
		return a.nested(u.Elem(), true)
	case *types.Map:
		return a.nested(u.Key(), true) || a.nested(u.Elem(), true)
	case *types.Struct:
		return a.fields(u)
	}
	return false
}

func (a address) fields(s *types.Struct) bool {
	for f := range s.Fields() {
		if a.nested(f.Type(), f.Exported()) {
			return true
		}
	}
	return false
}

func isComposite(t types.Type) bool {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Slice, *types.Array, *types.Map:
		return true
	}
	return false
}

// printsItself reports whether fmt calls a method of the value to print it.
func printsItself(t types.Type) bool {
	for _, name := range []string{"Error", "String", "Format"} {
		obj, _, _ := types.LookupFieldOrMethod(t, false, nil, name)
		fn, ok := obj.(*types.Func)
		if !ok {
			continue
		}
		sig := fn.Signature()
		answersString := sig.Params().Len() == 0 && sig.Results().Len() == 1
		if name == "Format" || answersString {
			return true
		}
	}
	return false
}

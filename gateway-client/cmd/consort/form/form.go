// SPDX-License-Identifier: Apache-2.0

package form

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"github.com/spf13/pflag"

	"github.com/consort-finance/consort/chaincode/protocol"
)

// Form is the flags of one endpoint's request.
type Form struct {
	endpoint protocol.Endpoint
	fields   []*field
}

// field is one flag and its place in the request.
type field struct {
	path      []string // in the JSON, or the name of a transient value alone
	transient bool
	required  bool
	flag      *pflag.Flag
	values    *values
}

// New makes the flags of an endpoint's request and adds them to a set.
func New(endpoint protocol.Endpoint, flags *pflag.FlagSet) *Form {
	f := &Form{endpoint: endpoint}
	if !f.Positional() {
		f.addStruct(endpoint.RequestType(), nil, false, flags)
	}
	return f
}

// Positional tells that the request is one text.
func (f *Form) Positional() bool { return f.endpoint.RequestType().Kind() != reflect.Struct }

// addStruct adds a flag for each field; those of embedded structs are the outer's, as in JSON.
func (f *Form) addStruct(t reflect.Type, path []string, optional bool, flags *pflag.FlagSet) {
	for i := range t.NumField() {
		member := t.Field(i)
		name, options, _ := strings.Cut(member.Tag.Get("json"), ",")
		optional := optional || strings.Contains(options, "omit")
		switch transient := member.Tag.Get("transient"); {
		case !member.IsExported():
		case transient != "":
			f.add(&field{path: []string{transient}, transient: true}, member, flags)
		case name == "-":
		case member.Anonymous && name == "":
			f.addStruct(member.Type, path, optional, flags)
		case nested(member.Type):
			f.addStruct(member.Type, extend(path, name), optional, flags)
		default:
			f.add(&field{path: extend(path, name), required: !optional}, member, flags)
		}
	}
}

func (f *Form) add(x *field, member reflect.StructField, flags *pflag.FlagSet) {
	x.values = newValues(member.Type, x.transient)
	names := make([]string, len(x.path))
	for i, name := range x.path {
		names[i] = Kebab(name)
	}
	x.flag = flags.VarPF(x.values, strings.Join(names, "."), "", help(member, x.required))
	if x.values.kind == boolean {
		x.flag.NoOptDefVal = "true"
	}
	f.fields = append(f.fields, x)
}

func help(member reflect.StructField, required bool) string {
	text := member.Tag.Get("help")
	if required {
		return strings.TrimSpace(text + " (required)")
	}
	return text
}

func extend(path []string, name string) []string { return append(append([]string(nil), path...), name) }

// Request reads the arguments and flags of a command as a request.
func (f *Form) Request(args []string) (protocol.Request, error) {
	argument, transient, err := f.document(args)
	if err != nil {
		return nil, err
	}
	request, err := f.endpoint.ReadRequest(argument, transient)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.endpoint.Name(), err)
	}
	if err := request.Validate(); err != nil {
		return nil, fmt.Errorf("%s: %w", f.endpoint.Name(), err)
	}
	return request, nil
}

// document puts the request's JSON together.
func (f *Form) document(args []string) (argument []byte, transient map[string][]byte, err error) {
	if f.Positional() {
		argument, err = newValues(f.endpoint.RequestType(), false).convert(args[0])
		return argument, nil, err
	}
	if err := f.complete(); err != nil {
		return nil, nil, err
	}
	root, transient := object{}, map[string][]byte{}
	for _, x := range f.fields {
		if !x.flag.Changed {
			continue
		}
		content, err := x.values.document()
		if err != nil {
			return nil, nil, fmt.Errorf("--%s: %w", x.flag.Name, err)
		}
		if x.transient {
			transient[x.path[0]] = content
			continue
		}
		root.put(x.path, content)
	}
	argument, err = json.Marshal(root)
	return argument, transient, err
}

// complete names the flags that are missing.
func (f *Form) complete() error {
	var missing []string
	for _, x := range f.fields {
		if x.required && !x.flag.Changed && !x.values.empty() {
			missing = append(missing, "--"+x.flag.Name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("%s: missing %s", f.endpoint.Name(), strings.Join(missing, ", "))
	}
	return nil
}

// object is a JSON object in the making.
type object map[string]any

func (o object) put(path []string, content []byte) {
	if len(path) == 1 {
		o[path[0]] = json.RawMessage(content)
		return
	}
	inner, is := o[path[0]].(object)
	if !is {
		inner = object{}
		o[path[0]] = inner
	}
	inner.put(path[1:], content)
}

// Kebab turns a name in camel case into words with dashes: TransferBatch is transfer-batch, and AccountByIBAN
// account-by-iban.
func Kebab(name string) string {
	var out strings.Builder
	letters := []rune(name)
	for i, r := range letters {
		begins := unicode.IsUpper(r) && i > 0 &&
			(!unicode.IsUpper(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1]))
		if begins && letters[i-1] != '-' {
			out.WriteByte('-')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

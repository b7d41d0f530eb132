/** The JSON values of the desk's API; `desk/views.py` is the other half. Times are ISO 8601 with a zone. */

export interface Member {
  id: string;
  name: string;
  role: string;
  role_text: string;
}

export interface Packet {
  summary: string;
  facts: [string, string][];
  tickets: string[];
}

export interface Conversation {
  id: string;
  channel: string;
  label: string;
  owner: 'bot' | 'queue' | 'staff';
  owner_text: string;
  mine: boolean;
  queued_at: string | null;
  reason: string;
  urgent: boolean;
  alarmed_at: string | null;
  last_text: string;
  last_at: string | null;
  packet: Packet;
}

export interface Message {
  id: number;
  seq: number;
  author: 'customer' | 'bot' | 'staff' | 'system';
  staff_name: string | null;
  kind: string;
  text: string;
  at: string;
  state: string;
  failure: string | null;
  buttons: string[];
  picture: string | null;
  place: { latitude: number; longitude: number; label: string } | null;
  urgent: boolean;
}

export interface Clock {
  name: string;
  due: string;
  met_at: string | null;
  overdue: boolean;
}

export interface Contact {
  name: string | null;
  phone: string | null;
  account_no: string | null;
}

export interface Ticket {
  number: string;
  kind: string;
  category: string;
  urgency: string;
  status: string;
  customer_status: string;
  summary: string;
  address: string;
  created_at: string;
  conversation: string;
  contact: Contact;
  details: [string, string][];
  clocks: Clock[];
  urges: number;
  moves: string[];
  history: { at: string; action: string; status: string; actor: string; note: string }[];
}

export interface Overview {
  now: string;
  queue: Conversation[];
  mine: Conversation[];
  alarms: Conversation[];
}

/** Numbers of a talk in full. */
export interface ChatContact {
  names: string[];
  phones: string[];
  accounts: string[];
}

export interface Order {
  topic: string;
  summary: string;
  address: string;
  phone: string;
}

/** What old talks are looked for by; empty: not asked. */
export interface Past {
  day: string;
  account: string;
  phone: string;
  ticket: string;
}

export interface Talk {
  conversation: Conversation;
  messages: Message[];
  older: boolean;
  tickets: Ticket[];
}
